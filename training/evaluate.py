"""python -m training.evaluate WORK_DIR MODEL.onnx [--out DIR] [--metrics FILE] [--threshold T]

Run an ONNX detector over the validation sols and print its scores: mAP50,
mAP50-95, AP at IoU 0.3, precision and recall at the default threshold (the one
of greatest F1 unless given), and the spread over sols and regions. With --out,
also draw the precision-recall curve and a sheet of the best and worst patches
(keep DIR outside the repository: the sheet shows the maps).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort

from .data import MAP_H, SCALE, VALIDATION, Sols
from .draw import precision_recall, sheet
from .metrics import Curve, curve, suppress
from .validate import Example, Predict, dense_examples, examples, scores_of

NMS_IOU = 0.45  # as the site's default
OTHER_NMS_IOUS = (0.3, 0.6, 0.7)


def onnx_predict(path: Path) -> Predict:
    """Wrap an ONNX file as picture [H,W,3] uint8 -> [A,5] corners in pixels and score."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def predict(picture: np.ndarray) -> np.ndarray:
        x = picture.transpose(2, 0, 1)[None].astype(np.float32) / 255
        y = session.run(None, {"images": x})[0][0].T
        return np.concatenate([y[:, :2] - y[:, 2:4] / 2, y[:, :2] + y[:, 2:4] / 2, y[:, 4:5]], 1)

    return predict


def at_threshold(c: Curve, threshold: float) -> dict[str, float]:
    """Precision and recall of the boxes scoring over a threshold."""
    i = int((c.score > threshold).sum()) - 1
    if i < 0:
        return {"precision": 0.0, "recall": 0.0}
    return {"precision": round(float(c.precision[i]), 4), "recall": round(float(c.recall[i]), 4)}


def region_ap(found: list[np.ndarray], shown: list[Example], low: float, high: float) -> dict[str, float]:
    """AP50 of the boxes whose centre lies between two latitudes (degrees north)."""

    def inside(example: Example, boxes: np.ndarray) -> np.ndarray:
        row = example.y + (boxes[:, 1] + boxes[:, 3]) / 2 / SCALE
        latitude = 90 - row / (MAP_H - 1) * 180
        return boxes[(latitude >= low) & (latitude < high)]

    truth = [inside(e, e.boxes) for e in shown]
    return {"map50": round(curve([inside(e, f) for e, f in zip(shown, found)], truth, 0.5).ap, 4),
            "storms": sum(map(len, truth))}


def spread(found: list[np.ndarray], truth: list[np.ndarray], rounds: int = 200) -> list[float]:
    """5 and 95 % points of mAP50 when the patches are drawn anew with replacement (bootstrap)."""
    rng = np.random.default_rng(0)
    found = [f[:100] for f in found]
    values = []
    for _ in range(rounds):
        draw = rng.integers(len(found), size=len(found))
        values.append(curve([found[k] for k in draw], [truth[k] for k in draw], 0.5).ap)
    return [round(float(v), 3) for v in np.percentile(values, (5, 95))]


def report(path: Path, sols: Sols, threshold: float | None, nms: float = NMS_IOU) -> tuple[dict, list, list]:
    """Everything the model card says, and the patches with their found boxes."""
    predict = onnx_predict(path)
    everything = list(examples(sols))
    raw = [predict(e.picture) for e in everything]
    all_found = [suppress(r, nms) for r in raw]
    pairs = [(e, f) for e, f in zip(everything, all_found) if len(e.boxes)]
    shown, found = [e for e, _ in pairs], [f for _, f in pairs]
    truth = [e.boxes for e in shown]
    totals = scores_of(found, truth)
    threshold = round(totals["threshold"], 2) if threshold is None else threshold
    all_curve = curve(all_found, [e.boxes for e in everything], 0.5)
    per_sol = {}
    for sol in VALIDATION:
        mine = [k for k, e in enumerate(shown) if e.sol == sol]
        boxes = [truth[k] for k in mine]
        per_sol[sol] = {"map50": round(curve([found[k] for k in mine], boxes, 0.5).ap, 4),
                        "storms": sum(map(len, boxes))}
    values = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
        "validation": {"sols": list(VALIDATION), "patches": len(shown), "storms": sum(map(len, truth))},
        "map50": totals["map50"], "map50_95": totals["map50_95"], "ap30": totals["ap30"],
        "map50_bootstrap_5_95": spread(found, truth),
        "best_f1": totals["f1"],
        "default_threshold": threshold,
        "at_default_threshold": at_threshold(curve(found, truth, 0.5), threshold),
        "at_default_threshold_iou30": at_threshold(curve(found, truth, 0.3), threshold),
        "map50_with_storm_free_patches": round(all_curve.ap, 4),
        "nms_iou": nms,
        "map50_at_other_nms_iou": {
            str(iou): round(curve([suppress(r, iou) for r, e in zip(raw, everything) if len(e.boxes)], truth, 0.5).ap, 4)
            for iou in OTHER_NMS_IOUS
        },
        "regions": {
            "north of 30 N": region_ap(found, shown, 30, 91),
            "30 N to 30 S": region_ap(found, shown, -30, 30),
            "south of 30 S": region_ap(found, shown, -91, -30),
        },
        "per_sol": per_sol,
    }
    return values, shown, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder written by training.prepare")
    parser.add_argument("model", type=Path, help="ONNX file")
    parser.add_argument("--out", type=Path, help="folder for the sheet and the curve, outside the repository")
    parser.add_argument("--metrics", type=Path, help="write the scores to this JSON file too")
    parser.add_argument("--threshold", type=float, help="default threshold; by default where F1 is greatest")
    parser.add_argument("--nms", type=float, default=NMS_IOU, help="IoU over which the weaker of two boxes goes")
    parser.add_argument("--dense", action="store_true", help="only the scores on more patches, at other places")
    args = parser.parse_args()
    if args.dense:
        predict = onnx_predict(args.model)
        chosen = [e for e in dense_examples(Sols.load(args.work)) if len(e.boxes)]
        print(scores_of([suppress(predict(e.picture), args.nms) for e in chosen], [e.boxes for e in chosen]))
        return
    values, shown, found = report(args.model, Sols.load(args.work), args.threshold, args.nms)
    text = json.dumps(values, indent=2)
    print(text)
    if args.metrics:
        args.metrics.write_text(text + "\n")
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        truth = [e.boxes for e in shown]
        curves = {iou: curve(found, truth, iou) for iou in (0.3, 0.5)}
        precision_recall(args.out / "precision-recall.png", curves, values["default_threshold"])
        sheet(args.out / "sheet.jpg", shown, found, values["default_threshold"])


if __name__ == "__main__":
    main()
