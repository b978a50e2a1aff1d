"""Score a detector on the validation patches as the held-out test does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from .data import INPUT, MAP_W, PATCH, SCALE, Sols, patches, storm_boxes, window
from .metrics import curve, map50_95, suppress
from .model import Detector, detect

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Example:
    """A validation patch: picture [640,640,3] RGB uint8 and true boxes [n,4] in its pixels."""

    sol: str
    x: int  # corner in map pixels
    y: int
    picture: np.ndarray
    boxes: np.ndarray


def examples(sols: Sols) -> Iterator[Example]:
    """All 1024 px patches of the validation sols, shrunk to the detector's input."""
    for i in sols.split(True):
        for x, y, picture, mask in patches(sols, i):
            small = cv2.resize(picture, (INPUT, INPUT), interpolation=cv2.INTER_LINEAR)
            yield Example(sols.names[i], x, y, small, storm_boxes(mask)[0] * SCALE)


def dense_examples(sols: Sols) -> Iterator[Example]:
    """More patches of the validation sols than `examples`, at other places: five rows of four, shifted from one to the next."""
    for k, i in enumerate(sols.split(True)):
        for y in (0, 200, 388, 577, 777):
            for x in range(0, MAP_W, 900):
                x += (y * 7 + k * 131) % 900
                picture, mask = window(sols.maps[i], x, y, PATCH, PATCH), window(sols.masks[i], x, y, PATCH, PATCH)
                small = cv2.resize(picture, (INPUT, INPUT), interpolation=cv2.INTER_LINEAR)
                yield Example(sols.names[i], x, y, small, storm_boxes(mask)[0] * SCALE)


def torch_predict(model: Detector) -> Predict:
    """Wrap a network as picture [H,W,3] uint8 -> [n,5] corners in pixels and score."""
    model.eval()

    def predict(picture: np.ndarray) -> np.ndarray:
        x = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255
        return detect(model, x).numpy()

    return predict


def scores_of(found: list[np.ndarray], truth: list[np.ndarray]) -> dict[str, float]:
    """mAP50, mAP50-95, AP at IoU 0.3, and where F1 at IoU 0.5 is greatest."""
    half = curve(found, truth, 0.5)
    f1, threshold, precision, recall = half.best_f1()
    values = {
        "map50": half.ap, "map50_95": map50_95(found, truth), "ap30": curve(found, truth, 0.3).ap,
        "f1": f1, "threshold": threshold, "precision": precision, "recall": recall,
    }
    return {k: round(v, 4) for k, v in values.items()}


def validate(model: Detector, sols: Sols, every: int = 1) -> dict[str, float]:
    """Scores over every n-th validation patch that shows a storm."""
    predict = torch_predict(model)
    chosen = [e for e in list(examples(sols))[::every] if len(e.boxes)]
    found = [suppress(predict(e.picture), 0.45) for e in chosen]
    truth = [e.boxes for e in chosen]
    return scores_of(found, truth) | {"patches": len(truth), "storms": sum(map(len, truth))}
