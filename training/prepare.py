"""python -m training.prepare MARS_DIR WORK_DIR

Decode the maps and masks of MARS_DIR (`maps/*.jpg`, `masks/*.png`) once into
arrays that training and evaluation map into memory (about 1.5 GB).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from .data import MAP_H, MAP_W, VALIDATION, storm_boxes


def prepare(source: Path, target: Path) -> None:
    """Write `maps.npy`, `masks.npy`, `usual.npy` and `sols.json` to `target`."""
    files = sorted((source / "maps").glob("*.jpg"))
    if not files:
        raise SystemExit(f"no maps in {source / 'maps'}")
    target.mkdir(parents=True, exist_ok=True)
    shape = (len(files), MAP_H, MAP_W)
    maps = np.lib.format.open_memmap(target / "maps.npy", "w+", np.uint8, (*shape, 3))
    masks = np.lib.format.open_memmap(target / "masks.npy", "w+", np.uint8, shape)
    for i, file in enumerate(files):
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
        mask = cv2.imread(str(source / "masks" / f"{file.stem}.png"), cv2.IMREAD_GRAYSCALE)
        maps[i] = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        masks[i] = mask > 127
        side = "validation" if file.stem in VALIDATION else "training"
        print(f"{file.stem} {side} {len(storm_boxes(masks[i])[0])} storms", flush=True)
    training = [i for i, file in enumerate(files) if file.stem not in VALIDATION]
    rows = range(0, MAP_H, 100)
    usual = np.concatenate([np.median(maps[training, y : y + 100], 0).astype(np.uint8) for y in rows])
    np.save(target / "usual.npy", usual)
    maps.flush()
    masks.flush()
    (target / "sols.json").write_text(json.dumps([f.stem for f in files]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder with maps/ and masks/")
    parser.add_argument("target", type=Path, help="working folder, outside the repository")
    args = parser.parse_args()
    prepare(args.source, args.target)


if __name__ == "__main__":
    main()
