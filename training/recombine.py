"""New weather from old: crops put together from several sols.

The maps are registered to one grid, so any two sols can be joined at the same
place, and what a storm adds to the usual ground can be carried to another place.
"""

from __future__ import annotations

import cv2
import numpy as np

COARSE = 4  # pixels of a crop per pixel of the maps that choose


def upscale(mask: np.ndarray, w: int, h: int) -> np.ndarray:
    """Weights [h/4,w/4] in 0..1 -> [h,w,3] uint8."""
    big = cv2.resize((mask * 255).astype(np.uint8), (w, h), interpolation=cv2.INTER_LINEAR)
    return cv2.cvtColor(big, cv2.COLOR_GRAY2RGB)


def blend(a: np.ndarray, b: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """`a` where `weight` [h,w,3] uint8 is 255, `b` where it is 0."""
    return cv2.add(cv2.multiply(a, weight, scale=1 / 255), cv2.multiply(b, 255 - weight, scale=1 / 255))


def storms_of(mask: np.ndarray) -> list[np.ndarray]:
    """The storms of a coarse mask, each widened by a pixel or two, as boolean maps."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    kernel = np.ones((3, 3), np.uint8)
    return [cv2.dilate((labels == k).astype(np.uint8), kernel, iterations=2) > 0 for k in range(1, count)]


def choose(first: np.ndarray, second: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Which of two sols to show where, as weights of the first [h,w] in 0..1.

    `first`, `second`: their coarse storm masks. The ground is divided along
    smooth random borders; every storm is then kept or left out as a whole.
    """
    h, w = first.shape
    cells = rng.normal(size=(rng.integers(2, 6), rng.integers(2, 6))).astype(np.float32)
    field = cv2.resize(cells, (w, h), interpolation=cv2.INTER_CUBIC)
    weight = cv2.GaussianBlur((field > rng.normal() * 0.7).astype(np.float32), (0, 0), rng.uniform(1, 5))
    parts = [(storm, 1.0) for storm in storms_of(first)] + [(storm, 0.0) for storm in storms_of(second)]
    for k in rng.permutation(len(parts)):
        storm, own = parts[k]
        weight[storm] = own if rng.random() < 0.6 else 1 - own
    return cv2.GaussianBlur(weight, (0, 0), rng.uniform(0.7, 2))


def carry(source: np.ndarray, usual: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """`source` as it would look over `ground` instead of `usual`: what it adds is kept. All [h,w,3] uint8."""
    return np.clip(source.astype(np.int16) - usual + ground, 0, 255).astype(np.uint8)
