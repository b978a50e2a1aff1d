"""python -m training.export WORK_DIR RUN_DIR/final.pt OUT.onnx

Write the detector as ONNX. The scores are first calibrated on the validation
sols: a scale and a shift of the logit (Platt 1999), folded into the last
convolution, so that a score is the chance that a box is a storm at IoU 0.5.
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
from .model import Config, Detector, decode
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


def load(path: Path) -> Detector:
    """The averaged network of a checkpoint (`final.pt` or `last.pt`)."""
    state = torch.load(path, weights_only=True)
    model = Detector(Config.from_dict(state["config"]))
    model.load_state_dict(state["ema"] if "ema" in state else state["model"])
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
        found = suppress(predict(example.picture), 0.45, conf=0.005)
        hits.append(match(found, example.boxes, 0.5))
        logits.append(np.log(found[:, 4] / (1 - found[:, 4])))
    return platt(np.concatenate(logits), np.concatenate(hits))


def verify(path: Path, model: Detector, scale: float, shift: float) -> float:
    """Largest difference between ONNX Runtime and PyTorch, in pixels and score, at three sizes."""
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for h, w in ((640, 640), (320, 640), (96, 416)):
        x = torch.rand(1, 3, h, w, generator=torch.Generator().manual_seed(h))
        with torch.no_grad():
            boxes, scores, _ = model(x)
            wanted = decode(boxes, [s * scale + shift for s in scores], model.config.bins)[0].numpy()
        got = session.run(None, {"images": x.numpy()})[0][0].T
        corners = np.concatenate([got[:, :2] - got[:, 2:4] / 2, got[:, :2] + got[:, 2:4] / 2], 1)
        worst = max(worst, np.abs(corners - wanted[:, :4]).max(), np.abs(got[:, 4] - wanted[:, 4]).max())
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder written by training.prepare")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = load(args.checkpoint)
    scale, shift = calibrate(model, Sols.load(args.work))
    proto = build(model, scale, shift, METADATA)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(proto, args.out)
    data = args.out.read_bytes()
    print(f"score = sigmoid({scale:.3f} logit {shift:+.3f})")
    print(f"largest difference from PyTorch: {verify(args.out, model, scale, shift):.4f}")
    print(f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
