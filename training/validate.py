"""Score a network on the validation patches as the held-out test does."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import torch

from .data import INPUT, PATCH, Sols, patches, storm_boxes
from .metrics import curve, map50_95, suppress
from .model import Detector, decode

Predict = Callable[[np.ndarray], np.ndarray]


def torch_predict(model: Detector) -> Predict:
    """Wrap a network as picture [H,W,3] uint8 -> [A,5] corners in pixels and score."""

    @torch.no_grad()
    def predict(picture: np.ndarray) -> np.ndarray:
        x = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255
        boxes, scores, _ = model(x.contiguous(memory_format=torch.channels_last))
        return decode(boxes, scores, model.config.bins)[0].numpy()

    return predict


def truth_of(mask: np.ndarray) -> np.ndarray:
    """Boxes [n,4] of a patch mask [1024,1024] in input pixels."""
    return storm_boxes(mask)[0] * (INPUT / PATCH)


def shrink(picture: np.ndarray) -> np.ndarray:
    """A patch [1024,1024,3] as the detector sees it, [640,640,3]."""
    return cv2.resize(picture, (INPUT, INPUT), interpolation=cv2.INTER_LINEAR)


def validate(model: Detector, sols: Sols, every: int = 1) -> dict[str, float]:
    """mAP50, mAP50-95, AP at 0.3 and the best F1 over patches that show a storm."""
    predict = torch_predict(model.eval())
    found, truth = [], []
    all_patches = [p for i in sols.split(True) for p in patches(sols, i)]
    for _, _, picture, mask in all_patches[::every]:
        boxes = truth_of(mask)
        if len(boxes):
            found.append(suppress(predict(shrink(picture))))
            truth.append(boxes)
    half = curve(found, truth, 0.5)
    f1, score, precision, recall = half.best_f1()
    values = {
        "map50": half.ap, "map50_95": map50_95(found, truth), "ap30": curve(found, truth, 0.3).ap,
        "f1": f1, "threshold": score, "precision": precision, "recall": recall,
    }
    return {k: round(v, 4) for k, v in values.items()} | {"patches": len(truth), "storms": sum(map(len, truth))}
