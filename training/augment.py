"""Random training crops: place, scale, pasted storms, flips, light and gaps."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .data import MAP_H, MAP_W, SCALE, Sols, storm_boxes, window
from .recombine import COARSE, blend, carry, choose, upscale


@dataclass(frozen=True)
class Augment:
    """Probabilities and ranges; a scale of 1 is the scale of the test patches."""

    storm: float = 0.6  # crops centred near a storm
    paste: float = 0.3  # storms of another sol blended in at the same place
    mix: float = 0.5  # ground and storms chosen from two sols
    move: float = 0.35  # a storm carried here from another place
    flip: float = 0.5
    flip_y: float = 0.0  # north for south
    turn: float = 0.0  # by a quarter, square crops only
    scale: tuple[float, float] = (0.75, 1.3)
    gain: float = 0.18  # brightness and contrast, each +-
    colour: float = 0.08  # per channel, +-
    gap: float = 0.15  # a black gore


class Crops:
    """Endless random crops of the given sols as (picture, boxes, mask)."""

    def __init__(self, sols: Sols, indices: list[int], augment: Augment, seed: int) -> None:
        self.sols, self.indices, self.augment = sols, indices, augment
        self.rng = np.random.default_rng(seed)
        self.storms: list[tuple[int, np.ndarray]] = []  # sol, box in map pixels
        self.labels: dict[int, np.ndarray] = {}
        for i in indices:
            boxes, labels = storm_boxes(sols.masks[i])
            self.labels[i] = (labels > 0) * np.uint8(255)
            self.storms += [(i, box) for box in boxes]

    def place(self, w: int, h: int) -> tuple[int, int, int]:
        """A sol and the corner of a window of w x h map pixels."""
        rng = self.rng
        if rng.random() < self.augment.storm:
            i, box = self.storms[rng.integers(len(self.storms))]
            cx, cy = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3])
            x = int(cx - rng.uniform(0.15, 0.85) * w)
            y = int(cy - rng.uniform(0.15, 0.85) * h)
        else:
            i = self.indices[rng.integers(len(self.indices))]
            x, y = int(rng.integers(MAP_W)), int(rng.integers(-h // 8, MAP_H - h + h // 8))
        return i, x, int(np.clip(y, 0, MAP_H - h))

    def paste(
        self, i: int, place: tuple[int, int, int, int], picture: np.ndarray, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Blend in the storms another sol has in the same window, with a feathered edge."""
        h, w = mask.shape
        for _ in range(6):
            j = self.indices[self.rng.integers(len(self.indices))]
            other = window(self.labels[j], *place)
            if j != i and np.count_nonzero(other) > 1500:
                break
        else:
            return picture, mask
        other = cv2.resize(other, (w, h), interpolation=cv2.INTER_LINEAR)
        soft = cv2.resize(other, (w // 4, h // 4), interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(cv2.dilate(soft, np.ones((3, 3), np.uint8)), (0, 0), self.rng.uniform(1, 2.5))
        alpha = cv2.cvtColor(cv2.resize(soft, (w, h), interpolation=cv2.INTER_LINEAR), cv2.COLOR_GRAY2RGB)
        return blend(self.view(self.sols.maps[j], place, w, h), picture, alpha), mask | (other > 127)

    def view(self, array: np.ndarray, place: tuple[int, int, int, int], w: int, h: int) -> np.ndarray:
        """A window of a map at the size of the crop."""
        return cv2.resize(window(array, *place), (w, h), interpolation=cv2.INTER_LINEAR)

    def mix(
        self, place: tuple[int, int, int, int], picture: np.ndarray, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Join the crop with the same place on another sol."""
        h, w = mask.shape
        j = self.indices[self.rng.integers(len(self.indices))]
        other = self.view(self.labels[j], place, w, h) > 127
        coarse = [m[COARSE // 2 :: COARSE, COARSE // 2 :: COARSE] for m in (mask, other)]
        weight = upscale(choose(*coarse, self.rng), w, h)
        picture = blend(picture, self.view(self.sols.maps[j], place, w, h), weight)
        return picture, np.where(weight[..., 0] > 127, mask, other)

    def move(
        self, place: tuple[int, int, int, int], picture: np.ndarray, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Carry a storm here from another longitude or, not far, another latitude."""
        (h, w), (_, y, sw, sh), rng = mask.shape, place, self.rng
        for _ in range(8):
            j, box = self.storms[rng.integers(len(self.storms))]
            if max(box[2] - box[0], box[3] - box[1]) < 0.8 * sh and abs((box[1] + box[3] - sh) / 2 - y) < 400:
                break
        else:
            return picture, mask
        at_x = round(float(rng.uniform(box[0], box[2]) - rng.uniform(0.1, 0.9) * sw))
        at_y = int(np.clip((box[1] + box[3]) / 2 - rng.uniform(0.1, 0.9) * sh, 0, MAP_H - sh))
        there = (at_x, at_y, sw, sh)
        other = self.view(self.labels[j], there, w, h) > 127
        soft = cv2.resize(other.astype(np.float32), (w // COARSE, h // COARSE), interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(cv2.dilate(soft, np.ones((3, 3), np.uint8)), (0, 0), rng.uniform(1, 3))
        source, usual = self.view(self.sols.maps[j], there, w, h), self.view(self.sols.usual, there, w, h)
        if rng.random() < 0.5:
            source, usual, soft, other = (m[:, ::-1].copy() for m in (source, usual, soft, other))
        ground = self.view(self.sols.usual, place, w, h)
        lit = ground.max(-1) > 40  # no storms in the polar night
        weight = upscale(soft, w, h) * lit[..., None]
        return blend(carry(source, usual, ground), picture, weight), mask | (other & lit)

    def light(self, picture: np.ndarray) -> np.ndarray:
        """Brightness, contrast and colour; black stays black."""
        a, rng = self.augment, self.rng
        gain = (1 + rng.uniform(-a.gain, a.gain)) * (1 + rng.uniform(-a.colour, a.colour, 3))
        contrast = 1 + rng.uniform(-a.gain, a.gain)
        levels = np.arange(256, dtype=np.float32)
        table = np.stack([((levels - 90) * contrast + 90) * g for g in gain], -1)
        table = np.clip(table, 0, 255) * np.clip(levels / 12, 0, 1)[:, None]
        return cv2.LUT(np.ascontiguousarray(picture), table.astype(np.uint8)[:, None, :].reshape(1, 256, 3))

    def gap(self, picture: np.ndarray) -> None:
        """Draw a black lens-shaped gore, as between two orbits' swaths."""
        h, w = picture.shape[:2]
        rng = self.rng
        cx, cy = rng.uniform(0, w), rng.uniform(0, h)
        half, width, lean = rng.uniform(0.1, 0.35) * h, rng.uniform(0.01, 0.04) * w, rng.uniform(0.05, 0.2)
        t = np.linspace(-1, 1, 12)
        left = np.stack([cx + lean * half * t - width * (1 - t * t), cy + half * t], -1)
        right = np.stack([cx + lean * half * t + width * (1 - t * t), cy + half * t], -1)
        cv2.fillPoly(picture, [np.concatenate([left, right[::-1]]).astype(np.int32)], (0, 0, 0))

    def crop(self, w: int, h: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Picture [h,w,3] RGB uint8, boxes [n,4] in its pixels, mask [h,w] 0 or 1."""
        a, rng = self.augment, self.rng
        scale = SCALE * np.exp(rng.uniform(*np.log(a.scale)))  # output pixels per map pixel
        sw, sh = round(w / scale), min(round(h / scale), MAP_H)
        i, x, y = self.place(sw, sh)
        place = (x, y, sw, sh)
        picture = cv2.resize(window(self.sols.maps[i], *place), (w, h), interpolation=cv2.INTER_LINEAR)
        mask = cv2.resize(window(self.sols.masks[i], *place) * 255, (w, h), interpolation=cv2.INTER_LINEAR) > 127
        if rng.random() < a.paste:
            picture, mask = self.paste(i, place, picture, mask)
        if rng.random() < a.mix:
            picture, mask = self.mix(place, picture, mask)
        if rng.random() < a.move:
            picture, mask = self.move(place, picture, mask)
        picture = self.light(picture)
        if rng.random() < a.gap:
            self.gap(picture)
        if rng.random() < a.flip:
            picture, mask = picture[:, ::-1], mask[:, ::-1]
        if rng.random() < a.flip_y:
            picture, mask = picture[::-1], mask[::-1]
        if w == h and rng.random() < a.turn:
            picture, mask = picture.swapaxes(0, 1), mask.swapaxes(0, 1)
        mask = np.ascontiguousarray(mask)
        boxes, labels = storm_boxes(mask, scale)
        return np.ascontiguousarray(picture), boxes, (labels > 0).astype(np.uint8)
