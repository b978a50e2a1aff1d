"""Maps and masks of whole sols, and the boxes that belong to a mask."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

MAP_W, MAP_H = 3600, 1801  # pixels of a whole map, 0.1 degree a pixel
PATCH = 1024  # map pixels of a patch; shown to the detector at INPUT pixels
INPUT = 640
SCALE = INPUT / PATCH  # input pixels per map pixel
CLOSE = 15  # map pixels: gaps of an outline up to about this are closed
MIN_AREA = 400  # map pixels: smaller components are not storms
PATCH_ROWS = (0, 777)
PATCH_COLUMNS = (0, 1024, 2048, 2576)

# Validation is whole sols, never crops, in blocks with training sols on either
# side, as the held-out G05 days 25-30 lie between days 24 and 31. A storm lasts
# several sols, so single validation sols between training sols would flatter.
VALIDATION = tuple(f"G05_day{d:02d}" for d in range(17, 23)) + tuple(f"G04_day{d:02d}" for d in range(14, 17))


def storm_boxes(mask: np.ndarray, scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Boxes [n,4] (x1, y1, x2, y2 in pixels of `mask`) and a label image of the kept components.

    `mask` [h,w] is non-zero inside storms; `scale` is its pixels per map pixel.
    The mask is closed, split into 8-connected components, and those under
    MIN_AREA map pixels are dropped.
    """
    k = max(3, round(CLOSE * scale) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (k, k))
    closed = cv2.morphologyEx((mask > 0).astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    boxes = []
    for i, (x, y, w, h, area) in enumerate(stats):
        if i == 0:
            continue
        if area < MIN_AREA * scale * scale:
            labels[labels == i] = 0
            continue
        boxes.append((x, y, x + w, y + h))
    return np.array(boxes, np.float32).reshape(-1, 4), labels


@dataclass
class Sols:
    """All sols in memory: `maps` [n,1801,3600,3] RGB uint8, `masks` [n,1801,3600] 0 or 1.

    `usual` [1801,3600,3] is the median of the training sols: the ground without storms.
    """

    names: list[str]
    maps: np.ndarray
    masks: np.ndarray
    usual: np.ndarray

    @staticmethod
    def load(folder: str | Path) -> "Sols":
        """Open what `training.prepare` wrote; the arrays are mapped, not copied."""
        folder = Path(folder)
        names = json.loads((folder / "sols.json").read_text())
        return Sols(names, *(np.load(folder / f"{part}.npy", "r") for part in ("maps", "masks", "usual")))

    def split(self, validation: bool) -> list[int]:
        """Indices of the sols of one side of the split."""
        return [i for i, name in enumerate(self.names) if (name in VALIDATION) == validation]


def window(array: np.ndarray, x: int, y: int, w: int, h: int) -> np.ndarray:
    """Cut [h,w(,c)] out of a map; columns wrap round in longitude, rows must lie inside."""
    x %= array.shape[1]
    rows = array[y : y + h]
    if x + w <= array.shape[1]:
        return rows[:, x : x + w]
    return np.concatenate([rows[:, x:], rows[:, : x + w - array.shape[1]]], 1)


def patches(sols: Sols, i: int) -> list[tuple[int, int, np.ndarray, np.ndarray]]:
    """The 8 test patches of a sol: x, y, picture [1024,1024,3], mask [1024,1024]."""
    return [
        (x, y, window(sols.maps[i], x, y, PATCH, PATCH), window(sols.masks[i], x, y, PATCH, PATCH))
        for y in PATCH_ROWS
        for x in PATCH_COLUMNS
    ]
