"""Suppression of overlapping boxes, matching to the truth, average precision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

IOUS = np.arange(0.5, 0.96, 0.05)


def box_iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU [n,m] of boxes a [n,4] and b [m,4] as x1, y1, x2, y2."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    inter = np.clip(high - low, 0, None).prod(-1)
    area = lambda c: (c[:, 2:4] - c[:, :2]).prod(-1)  # noqa: E731
    return inter / (area(a)[:, None] + area(b)[None] - inter + 1e-9)


def suppress(found: np.ndarray, iou: float = 0.45, conf: float = 0.001, limit: int = 300) -> np.ndarray:
    """Greedy non-maximum suppression of [n,5] boxes with scores; best first."""
    found = found[found[:, 4] > conf]
    found = found[np.argsort(-found[:, 4], kind="stable")][:3000]
    kept = []
    while len(found) and len(kept) < limit:
        kept.append(found[0])
        found = found[1:][box_iou(found[:1], found[1:])[0] <= iou]
    return np.array(kept, np.float32).reshape(-1, 5)


def match(found: np.ndarray, truth: np.ndarray, iou: float) -> np.ndarray:
    """For boxes [n,5] in order of score, whether each takes a free true box at this IoU."""
    hit = np.zeros(len(found), bool)
    if not len(found) or not len(truth):
        return hit
    overlap = box_iou(found, truth)
    for i in range(len(found)):
        j = int(overlap[i].argmax())
        if overlap[i, j] >= iou:
            hit[i] = True
            overlap[:, j] = -1
    return hit


@dataclass(frozen=True)
class Curve:
    """Precision and recall [n] as the threshold falls through `score` [n]."""

    score: np.ndarray
    precision: np.ndarray
    recall: np.ndarray

    @property
    def ap(self) -> float:
        """Area under the precision envelope at 101 recalls (COCO)."""
        if not len(self.score):
            return 0.0
        envelope = np.maximum.accumulate(self.precision[::-1])[::-1]
        at = np.searchsorted(self.recall, np.linspace(0, 1, 101))
        return float(np.where(at < len(envelope), envelope[np.minimum(at, len(envelope) - 1)], 0).mean())

    def best_f1(self) -> tuple[float, float, float, float]:
        """F1, score, precision and recall where F1 is greatest."""
        f1 = 2 * self.precision * self.recall / (self.precision + self.recall + 1e-9)
        i = int(f1.argmax())
        return float(f1[i]), float(self.score[i]), float(self.precision[i]), float(self.recall[i])


def curve(found: list[np.ndarray], truth: list[np.ndarray], iou: float) -> Curve:
    """Precision-recall curve over pictures; per picture boxes [n,5] best first and truth [m,4]."""
    total = sum(len(t) for t in truth)
    score = np.concatenate([f[:, 4] for f in found]) if found else np.zeros(0)
    hit = np.concatenate([match(f, t, iou) for f, t in zip(found, truth)]) if found else np.zeros(0, bool)
    order = np.argsort(-score, kind="stable")
    score, hit = score[order], hit[order]
    tp = hit.cumsum()
    return Curve(score, tp / np.arange(1, len(tp) + 1), tp / max(total, 1))


def map50_95(found: list[np.ndarray], truth: list[np.ndarray]) -> float:
    """Mean average precision over IoU 0.50, 0.55, ... 0.95."""
    return float(np.mean([curve(found, truth, t).ap for t in IOUS]))
