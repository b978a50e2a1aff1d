"""python -m training.card METRICS.json README.md

Write the model card from the scores that `training.evaluate` wrote, so that the
card, the scores and the file belong together.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

CARD = """\
# dust-storm.onnx

A small detector of dust storms in pictures of Mars, one class `dust_storm`,
trained from scratch for this project. Licence: MIT, like the rest of the project.

| | |
|---|---|
| file | `dust-storm.onnx`, {bytes:,} bytes, weights in half precision |
| sha256 | `{sha256}` |
| input | `images` float32 [1, 3, H, W], RGB, 0..1, H and W any multiples of 32; made for 640 |
| output | `output0` float32 [1, 5, N]: centre x, centre y, width, height in input pixels, score 0..1 |
| metadata | `names`, `stride`, `imgsz`, `task`, `description`, `license`, as in an Ultralytics export |
| default threshold | **{default_threshold:.2f}**, suppression at IoU {nms_iou:.2f} |

The layout is that of YOLOv8 (C2f blocks, SPPF, path aggregation, a decoupled
anchor-free head with distribution focal loss, task-aligned assignment), written
from the papers, with changes for large, soft-edged objects: the stem goes straight to
stride 4, the head works at strides 16 and 32, and the graph ends with box voting:
of the 300 best boxes each becomes the mean of those that overlap it by IoU 0.5
or more, weighted by score times IoU. So N is at most 300. Suppression of the boxes
that remain on one storm is left to the caller, as with an Ultralytics export.

## Data and credit

- Pictures: Mars Daily Global Maps from the Mars Color Imager (MARCI) on Mars
  Reconnaissance Orbiter, NASA/JPL-Caltech/MSSS; 59 sols of the mission
  sub-phases G04 and G05, 3600 x 1801 pixels each, 0.1 degree a pixel.
- Storm outlines: after the Mars Dust Activity Database (MDAD), CC BY 4.0.
- Neither maps nor outlines are part of this project; the file holds trained
  weights only.

Split by whole sol: {sols} sols for validation ({sol_list}), the other 50 for
training. The validation sols are blocks with training sols on either side. A
storm can last for several sols, so a storm at the edge of a block may have been
seen in training a sol earlier or later.

Augmentation: crops of about 416 px at random places with wrap-around in
longitude (the last fifth of the time 640 px), scale 0.7 to 1.4, ground and storms
joined from two sols at the same place of the map, storms blended in from other
sols and other places, flips, light, contrast and colour, black gores. A
segmentation branch was trained alongside and is not in the file. Further runs went
on from the mean of those before; the file holds the mean of five runs' averaged
weights, whose mAP50 is better than that of any of them (`training/README.md` has
the list).

## Scores

On {patches} validation patches of 1024 x 1024 map pixels shown at 640 x 640, with
{storms} storms (`metrics.json` holds the same numbers, for programs):

| mAP50 | mAP50-95 | AP at IoU 0.3 | best F1 |
|---|---|---|---|
| {map50:.3f} | {map50_95:.3f} | {ap30:.3f} | {best_f1:.3f} |

| at the default threshold {default_threshold:.2f} | precision | recall |
|---|---|---|
| a hit is IoU 0.5 or more | {p50:.3f} | {r50:.3f} |
| a hit is IoU 0.3 or more | {p30:.3f} | {r30:.3f} |

![Precision over recall on the validation sols](precision-recall.png)

- **These numbers are somewhat flattering.** The validation sols were used to
  choose the recipe, the threshold and the calibration of the scores. No figure
  on sols that nobody looked at is available.
- {storms} storms are few: drawing the patches anew (bootstrap) puts mAP50 between
  {low:.2f} and {high:.2f} in nine of ten cases.
- Only patches that show a storm are counted, as is usual for such patches; with
  the storm-free ones mAP50 is {map50_all:.3f}.
- Suppression at another IoU changes mAP50: {other_nms}.
- The scores are calibrated on the validation sols (a scale and a shift of the
  logit, which keep the boxes in order): of the boxes that score about 0.2, about a
  fifth are storms at IoU 0.5.

Spread over sols (few storms each, so these are rough) and regions:

| sol | storms | mAP50 |
|---|---|---|
{per_sol}

| region | storms | mAP50 |
|---|---|---|
{regions}

## What it is not good for

- It misses many storms and raises false alarms: see precision and recall. It is
  an aid for looking through pictures, not an instrument for counting storms.
- Outlines of dust storms are a matter of judgement. Boxes often overlap the
  outline drawn by a person by less than half.
- It knows one season of one Mars year, seen by one camera, in one map
  projection. Other seasons, global dust storms, other cameras, telescopes and
  raw images are outside what it learned.
- Bright ground, the edge of the polar cap, water-ice clouds and seams between
  orbits can look like dust to it; thin dust over bright ground can escape it.
- The scale matters: it was trained with 1024 map pixels (102 degrees) shown at
  640. A whole 360 degree map shrunk to 640 px shows storms far smaller than it
  learned; cut such a map into tiles.

`python -m training.evaluate WORK_DIR public/models/dust-storm.onnx` prints these
scores anew; see `training/README.md`.
"""


def card(values: dict) -> str:
    """The model card for the scores of `training.evaluate`."""
    v = values["validation"]
    rows = lambda table: "\n".join(f"| {k} | {x['storms']} | {x['map50']:.3f} |" for k, x in table.items())  # noqa: E731
    half, third = values["at_default_threshold"], values["at_default_threshold_iou30"]
    return CARD.format(
        **{k: x for k, x in values.items() if k not in ("per_sol", "regions")},
        sols=len(v["sols"]), sol_list=", ".join(s.replace("_", " ") for s in v["sols"]),
        patches=v["patches"], storms=v["storms"], map50_all=values["map50_with_storm_free_patches"],
        p50=half["precision"], r50=half["recall"], p30=third["precision"], r30=third["recall"],
        other_nms=", ".join(f"{ap:.3f} at {iou}" for iou, ap in values["map50_at_other_nms_iou"].items()),
        low=values["map50_bootstrap_5_95"][0], high=values["map50_bootstrap_5_95"][1],
        per_sol=rows(values["per_sol"]), regions=rows(values["regions"]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("metrics", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.write_text(card(json.loads(args.metrics.read_text())))


if __name__ == "__main__":
    main()
