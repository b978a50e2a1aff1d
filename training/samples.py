"""python -m training.samples OUT_DIR

Render the sample pictures: invented regions in the manner of a Mars Daily
Global Map, from noise alone. No pixel comes from a spacecraft. Writes the JPEG
files and `samples.json` with the outlines' boxes.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

W, H = 1280, 640  # pixels; about 0.08 degree each, a region of 100 x 50 degrees


@dataclass(frozen=True)
class Storm:
    """Centre and half-axes in pixels, direction of its streaks in degrees."""

    x: float
    y: float
    rx: float
    ry: float
    angle: float
    strength: float = 1.0


@dataclass(frozen=True)
class Scene:
    """What one sample shows. `cap`: row where a southern polar cap starts, or None."""

    name: str
    seed: int
    cap: int | None
    storms: tuple[Storm, ...]


SCENES = (
    Scene("sample-northern-storm.jpg", 15, None, (Storm(560, 270, 165, 105, -14, 1.08),)),
    Scene("sample-two-storms.jpg", 9, 560, (Storm(330, 260, 150, 105, 20, 1.08), Storm(900, 300, 150, 100, -25, 1.08))),
)


def noise(rng: np.random.Generator, cell: float, octaves: int = 6, gain: float = 0.55, stretch: float = 1.0) -> np.ndarray:
    """Fractal noise [H,W], mean 0 and deviation 1; `cell` is the largest feature in pixels."""
    total, weight = np.zeros((H, W), np.float32), 1.0
    for _ in range(octaves):
        if cell < 1.5:
            break
        grid = rng.standard_normal((int(H / cell) + 4, int(W / (cell * stretch)) + 4)).astype(np.float32)
        big = cv2.resize(grid, (int(W * 1.05) + 8, int(H * 1.05) + 8), interpolation=cv2.INTER_CUBIC)
        total += weight * big[4 : H + 4, 4 : W + 4]
        weight *= gain
        cell /= 2
    return (total - total.mean()) / total.std()


def smooth(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """Smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def blend(picture: np.ndarray, colour: tuple[float, float, float], alpha: np.ndarray) -> np.ndarray:
    """Mix an RGB colour (0-255) into a picture [H,W,3] by alpha [H,W]."""
    return picture + (np.array(colour, np.float32) - picture) * alpha[..., None]


def surface(rng: np.random.Generator) -> np.ndarray:
    """Albedo features: ochre plains, slate-dark regions, rusty patches, fine relief."""
    broad, middle, streaks = noise(rng, 300, 7, 0.6), noise(rng, 90, 6, 0.65), noise(rng, 70, 5, 0.6, 3.0)
    dark = smooth(broad + 0.45 * middle + 0.15 * streaks, 0.1, 1.9)
    rusty = smooth(noise(rng, 240, 6, 0.6) - 0.5 * broad + 0.2 * middle, 0.2, 2.4)
    ground = np.ones((H, W, 3), np.float32) * np.array([118, 84, 69], np.float32)
    ground = blend(ground, (96, 76, 70), smooth(noise(rng, 420, 4), -0.5, 1.6))
    ground = blend(ground, (150, 92, 60), 0.75 * rusty)
    ground = blend(ground, (44, 58, 78), 0.85 * dark * (1 + 0.12 * noise(rng, 20, 4, 0.7)).clip(0.5, 1.1))
    relief = noise(rng, 26, 5, 0.75)
    shade = cv2.GaussianBlur(relief, (0, 0), 0.8) - cv2.GaussianBlur(np.roll(relief, 2, 1), (0, 0), 0.8)
    rough = 0.4 + smooth(noise(rng, 150, 4), -0.5, 1.5)
    ground *= (1 + 0.045 * noise(rng, 60, 6, 0.75) + 0.05 * rough * shade)[..., None]
    return ground


def craters(rng: np.random.Generator, picture: np.ndarray, count: int = 130) -> None:
    """Ring-shaped rims lit from the west, in place."""
    yy, xx = np.mgrid[0:H, 0:W].astype(np.float32)
    for _ in range(count):
        r = 3 + 26 * rng.power(0.3)
        x, y = rng.uniform(0, W), rng.uniform(0.1 * H, H)
        box = (slice(max(0, int(y - 2 * r)), int(y + 2 * r)), slice(max(0, int(x - 2 * r)), int(x + 2 * r)))
        dx, dy = (xx[box] - x) / r, (yy[box] - y) / r
        d = np.hypot(dx, dy)
        rim = np.exp(-((d - 1) ** 2) / 0.03) * (0.35 - dx) - 0.25 * np.exp(-(d**4))
        picture[box] *= (1 + 0.2 * rng.uniform(0.3, 1) * rim)[..., None]


def cap(rng: np.random.Generator, picture: np.ndarray, row: int) -> np.ndarray:
    """A bright, slightly lilac polar cap below a ragged edge at `row`."""
    yy = np.mgrid[0:H, 0:W][0].astype(np.float32)
    edge = smooth(yy - row + 16 * noise(rng, 90, 6, 0.65), -14, 34)
    return blend(picture, (186, 154, 166), 0.85 * edge * (1 + 0.1 * noise(rng, 60, 6, 0.7, 2.0)).clip(0, 1.1))


def clouds(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Thin bluish-white water-ice clouds in wispy patches, under a veil of haze."""
    veil = smooth(noise(rng, 380, 5, 0.6, 2.0), -0.6, 2.4)
    out = blend(picture, (128, 104, 98), 0.42 * veil)
    wisps = smooth(noise(rng, 110, 6, 0.62, 2.2), -0.2, 2.6)
    return blend(out, (160, 150, 186), 0.75 * wisps * smooth(noise(rng, 260, 4), 0.3, 1.9))


def storm(rng: np.random.Generator, picture: np.ndarray, s: Storm) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """Add a dust cloud with lobes, a fuzzy edge and streaks; returns picture and outline's box."""
    yy, xx = np.mgrid[0:H, 0:W].astype(np.float32)
    turn = np.deg2rad(s.angle)
    dx, dy = xx - s.x, yy - s.y
    u = (dx * np.cos(turn) + dy * np.sin(turn)) / s.rx
    v = (-dx * np.sin(turn) + dy * np.cos(turn)) / s.ry
    shape = 1 - np.hypot(u, v) + 0.16 * noise(rng, 110, 4, 0.55) + 0.04 * noise(rng, 24, 4, 0.7)
    alpha = smooth(shape, -0.12, 0.5)
    texture = noise(rng, 46, 5, 0.6, 2.2)
    puffs = np.maximum(noise(rng, 30, 4, 0.55), 0)
    tone = 1 + alpha * (0.07 * texture + 0.05 * puffs)
    out = blend(picture, (172, 131, 98), 0.9 * s.strength * alpha) * tone[..., None]
    core = smooth(shape + 0.12 * texture, 0.35, 0.95)
    out = blend(out, (198, 157, 119), 0.55 * s.strength * core)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.42).astype(np.uint8))
    x, y, w, h, _ = max(stats[1:], key=lambda row: row[4])
    return out, (int(x), int(y), int(x + w), int(y + h))


def swaths(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Seams of brightness between leaning orbit swaths, hazy limbs, and black gores."""
    yy, xx = np.mgrid[0:H, 0:W].astype(np.float32)
    t = yy / H - 0.5
    across = (xx - 46 * t - 30 * t * t + rng.uniform(0, 300)) / 345.0
    index, place = np.floor(across).astype(int), across - np.floor(across)
    gains = 1 + 0.05 * rng.standard_normal(12)
    out = picture * gains[index % 12][..., None] * (1 - 0.09 * smooth(place, 0.55, 1.0))[..., None]
    for k in range(index.min(), index.max() + 1):
        if rng.random() < 0.55:
            middle, half, width = rng.uniform(0.2, 0.85) * H, rng.uniform(55, 120), rng.uniform(0.012, 0.04)
            lens = width * (1 - ((yy - middle) / half) ** 2)
            near = np.where(place > 0.5, place - 1, place)
            near = np.where(index + (place > 0.5) == k, near, 9)
            out = np.where((np.abs(near - 0.004) < lens)[..., None], np.array([120, 10, 8], np.float32), out)
            out = np.where((np.abs(near) < lens * 0.85)[..., None], 0, out)
    return out


def render(scene: Scene) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """Picture [H,W,3] RGB uint8 and the storms' boxes x1, y1, x2, y2 in pixels."""
    rng = np.random.default_rng(scene.seed)
    picture = surface(rng)
    craters(rng, picture)
    if scene.cap is not None:
        picture = cap(rng, picture, scene.cap)
    picture = clouds(rng, picture)
    boxes = []
    for s in scene.storms:
        picture, box = storm(rng, picture, s)
        boxes.append(box)
    picture = swaths(rng, picture) + rng.normal(0, 1.2, (H, W, 1))
    return np.clip(picture, 0, 255).astype(np.uint8), boxes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    notes = {}
    for scene in SCENES:
        picture, boxes = render(scene)
        path = args.out / scene.name
        cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
        notes[scene.name] = {"width": W, "height": H, "boxes": boxes}
        print(f"{scene.name} {path.stat().st_size} bytes {boxes}")
    (args.out / "samples.json").write_text(json.dumps(notes, indent=2) + "\n")


if __name__ == "__main__":
    main()
