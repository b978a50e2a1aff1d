"""Pictures of an evaluation: the precision-recall curve and a sheet of patches."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from .metrics import Curve, match
from .validate import Example

INK, GRID = (60, 50, 45), (225, 225, 225)  # blue, green, red
COLOURS = {0.3: (170, 120, 40), 0.5: (30, 80, 200)}


def precision_recall(path: Path, curves: dict[float, Curve], threshold: float) -> None:
    """Draw precision over recall per IoU, with a dot at the default threshold."""
    w, h, left, top = 720, 560, 80, 40
    right, bottom = w - 30, h - 70
    picture = np.full((h, w, 3), 255, np.uint8)

    def at(recall: float, precision: float) -> tuple[int, int]:
        return int(left + recall * (right - left)), int(bottom - precision * (bottom - top))

    def text(words: str, x: int, y: int, colour: tuple[int, int, int] = INK, size: float = 0.5) -> None:
        cv2.putText(picture, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, colour, 1, cv2.LINE_AA)

    for k in range(0, 11, 2):
        cv2.line(picture, at(k / 10, 0), at(k / 10, 1), GRID, 1)
        cv2.line(picture, at(0, k / 10), at(1, k / 10), GRID, 1)
        text(f"{k / 10:.1f}", at(k / 10, 0)[0] - 12, bottom + 22)
        text(f"{k / 10:.1f}", left - 38, at(0, k / 10)[1] + 5)
    cv2.rectangle(picture, (left, top), (right, bottom), INK, 1)
    text("recall", (left + right) // 2 - 25, h - 18, INK, 0.6)
    text("precision", 4, top - 10, INK, 0.6)
    for k, (iou, c) in enumerate(curves.items()):
        colour = COLOURS[iou]
        line = np.array([at(r, p) for r, p in zip(c.recall, c.precision)], np.int32)
        cv2.polylines(picture, [line], False, colour, 2, cv2.LINE_AA)
        dot = int((c.score > threshold).sum()) - 1
        if dot >= 0:
            cv2.circle(picture, tuple(line[dot].tolist()), 6, colour, -1, cv2.LINE_AA)
        text(f"IoU {iou:.1f}: AP {c.ap:.3f}", right - 190, top + 30 + 26 * k, colour, 0.6)
    text(f"dots: threshold {threshold:.2f}", right - 190, top + 30 + 26 * len(curves), INK, 0.5)
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def marked(example: Example, found: np.ndarray, threshold: float) -> np.ndarray:
    """The patch in BGR: truth in green, hits in yellow, false alarms in red, with scores."""
    picture = cv2.cvtColor(example.picture, cv2.COLOR_RGB2BGR)
    for box in example.boxes.astype(int).tolist():
        cv2.rectangle(picture, tuple(box[:2]), tuple(box[2:]), (80, 230, 80), 2)
    shown = found[found[:, 4] > threshold]
    for box, hit in zip(shown, match(shown, example.boxes, 0.5)):
        colour = (0, 220, 255) if hit else (60, 60, 255)
        x1, y1, x2, y2 = box[:4].astype(int).tolist()
        cv2.rectangle(picture, (x1, y1), (x2, y2), colour, 2)
        cv2.putText(picture, f"{box[4]:.2f}", (max(x1, 0) + 3, max(y1, 0) + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1)
    cv2.putText(picture, f"{example.sol} x{example.x} y{example.y}", (6, 632), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255,) * 3, 1)
    return picture


def sheet(path: Path, shown: list[Example], found: list[np.ndarray], threshold: float) -> None:
    """The six best patches by F1 at IoU 0.5 in the upper rows, the six worst below."""

    def f1(example: Example, boxes: np.ndarray) -> float:
        boxes = boxes[boxes[:, 4] > threshold]
        return 2 * match(boxes, example.boxes, 0.5).sum() / (len(boxes) + len(example.boxes))

    order = sorted(range(len(shown)), key=lambda k: -f1(shown[k], found[k]))
    tiles = [marked(shown[k], found[k], threshold) for k in order[:6] + order[-6:]]
    rows = [np.concatenate(tiles[k : k + 3], 1) for k in range(0, len(tiles), 3) if len(tiles[k : k + 3]) == 3]
    picture = np.concatenate(rows, 0)
    cv2.imwrite(str(path), cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA))
