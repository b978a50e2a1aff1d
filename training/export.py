"""python -m training.export WORK_DIR RUN_DIR/last.pt [OTHER_RUN/last.pt ...] OUT.onnx [--weights model]

Write the detector as ONNX; of several checkpoints, the mean of their weights
(model soups, Wortsman 2022: for runs that began from the same weights). The scores are first calibrated on the validation
sols: a scale and a shift of the logit (Platt 1999), so that a score is the chance that a box is a storm at IoU 0.5.
The order of the boxes, and so every AP, stays as it is.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch

from .data import Sols
from .graph import build
from .metrics import match, suppress
from .model import Config, Detector, detect, mean_weights
from .validate import examples, torch_predict

METADATA = {
    "description": "Mars dust storm detector for Mars Daily Global Maps (MRO/MARCI)",
    "author": "Mars Dust Storm Detection",
    "license": "MIT",
    "task": "detect",
    "stride": "32",
    "batch": "1",
    "imgsz": "[640, 640]",
    "names": "{0: 'dust_storm'}",
}


def load(paths: list[Path], weights: str = "ema") -> Detector:
    """The mean of checkpoints: of their averaged weights (`ema`) or the last ones (`model`)."""
    states = [torch.load(path, weights_only=True) for path in paths]
    model = Detector(Config.from_dict(states[0]["config"]))
    model.load_state_dict(mean_weights([state[weights] for state in states]))
    return model.eval()


def platt(logit: np.ndarray, hit: np.ndarray, steps: int = 50) -> tuple[float, float]:
    """Scale and shift of the logit that maximise the likelihood of `hit` (Newton's method)."""
    x = np.stack([logit, np.ones_like(logit)], 1).astype(np.float64)
    beta = np.array([1.0, 0.0])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ beta))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        beta = beta + np.linalg.solve(hessian, x.T @ (hit - p))
    return float(beta[0]), float(beta[1])


def calibrate(model: Detector, sols: Sols) -> tuple[float, float]:
    """Fit the scores to the hits at IoU 0.5 among the suppressed validation boxes."""
    predict, logits, hits = torch_predict(model), [], []
    for example in examples(sols):
        found = suppress(predict(example.picture), conf=0.005)
        hits.append(match(found, example.boxes, 0.5))
        logits.append(np.log(found[:, 4] / (1 - found[:, 4])))
    return platt(np.concatenate(logits), np.concatenate(hits))


def verify(path: Path, model: Detector, scale: float, shift: float, sols: Sols) -> float:
    """Largest difference between ONNX Runtime and PyTorch, in pixels and score, on a map at three sizes.

    Compared are the boxes that suppression leaves: further down the order of
    nearly equal scores may differ.
    """
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst, picture = 0.0, next(examples(sols)).picture
    for h, w in ((640, 640), (320, 640), (96, 416)):
        x = torch.from_numpy(np.ascontiguousarray(picture[-h:, -w:])).permute(2, 0, 1)[None].float() / 255
        wanted = detect(model, x).numpy()
        wanted[:, 4] = 1 / (1 + np.exp(-(scale * np.log(wanted[:, 4] / (1 - wanted[:, 4])) + shift)))
        got = session.run(None, {"images": x.numpy()})[0][0].T
        got = np.concatenate([got[:, :2] - got[:, 2:4] / 2, got[:, :2] + got[:, 2:4] / 2, got[:, 4:]], 1)
        a, b = suppress(wanted, conf=0.02), suppress(got, conf=0.02)
        n = min(len(a), len(b), 5)
        worst = max(worst, float(np.abs(a[:n] - b[:n]).max(initial=0)))
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder written by training.prepare")
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", choices=("ema", "model"), default="ema", help="averaged or last weights")
    args = parser.parse_args()
    model, sols = load(args.checkpoints, args.weights), Sols.load(args.work)
    scale, shift = calibrate(model, sols)
    proto = build(model, scale, shift, METADATA)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(proto, args.out)
    data = args.out.read_bytes()
    print(f"score = sigmoid({scale:.3f} logit {shift:+.3f})")
    print(f"largest difference from PyTorch: {verify(args.out, model, scale, shift, sols):.4f}")
    print(f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
