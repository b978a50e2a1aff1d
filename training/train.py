"""python -m training.train WORK_DIR RUN_DIR --minutes 80

Train the detector from scratch on the training sols, for a given time by the
clock: the learning rate follows a cosine over that time. Several processes with
one thread each share every step (their gradients are averaged), which on a busy
machine is steadier than one process with several threads. RUN_DIR gets
`log.jsonl` and, every few minutes and at the end, `last.pt`, with the last and
the averaged weights (run again with the same RUN_DIR to resume).
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional as F

from .augment import Augment, Crops
from .data import Sols
from .loss import detection_loss
from .model import Config, Detector, mean_weights
from .optimizer import build
from .validate import validate

SHAPES = ((416, 416), (352, 512), (448, 384))  # height, width; alike in area


def batch(crops: Crops, count: int, h: int, w: int) -> tuple[Tensor, list[Tensor], Tensor]:
    """Pictures [B,3,h,w] in 0..1, boxes per picture, storm share of cells [B,1,h/16,w/16]."""
    items = [crops.crop(w, h) for _ in range(count)]
    pictures = torch.from_numpy(np.stack([p for p, _, _ in items])).permute(0, 3, 1, 2)
    masks = torch.from_numpy(np.stack([m for _, _, m in items]))[:, None].float()
    boxes = [torch.from_numpy(b) for _, b, _ in items]
    return pictures.float().div_(255), boxes, F.avg_pool2d(masks, 16)


def mean_state(states: list[dict]) -> dict:
    """The first checkpoint; of several, with the mean of all their averaged weights."""
    if len(states) == 1:
        return states[0]
    mean = mean_weights([state["ema"] for state in states])
    return states[0] | {"model": mean, "ema": mean}


@torch.no_grad()
def average(ema: Detector, model: Detector, decay: float) -> None:
    """Move the exponential moving average towards the model, statistics included."""
    for a, b in zip(ema.state_dict().values(), model.state_dict().values()):
        if a.dtype.is_floating_point:
            a.lerp_(b, 1 - decay)
        else:
            a.copy_(b)


def share_gradients(model: Detector, world: int) -> None:
    """Average the gradients over the processes."""
    if world == 1:
        return
    grads = [p.grad for p in model.parameters()]
    flat = torch.cat([g.reshape(-1) for g in grads])
    dist.all_reduce(flat)
    for g, part in zip(grads, flat.div_(world).split([g.numel() for g in grads])):
        g.copy_(part.view_as(g))


def rate(progress: float, step: int, warmup: int = 200) -> float:
    """Learning-rate factor: linear warm-up in steps, then a cosine to 2 %."""
    return min(1.0, (step + 1) / warmup) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def worker(rank: int, world: int, args: argparse.Namespace, store: str) -> None:
    """One process of the training."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    cv2.setNumThreads(1)
    if world > 1:
        dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=world)
    torch.manual_seed(args.seed)
    sols = Sols.load(args.work)
    model = Detector(Config(**json.loads(args.config))).to(memory_format=torch.channels_last)
    ema = copy.deepcopy(model).eval()
    optimizers = build(model, args.optimizer, args.lr)
    bases = [[g["lr"] for g in o.param_groups] for o in optimizers]
    step, spent = 0, 0.0
    last = args.run / "last.pt"
    starts = [last] if last.exists() else args.start
    if starts:
        state = mean_state([torch.load(path, weights_only=True) for path in starts])
        model.load_state_dict(state["model"])
        ema.load_state_dict(state["ema"])
        for o, s in zip(optimizers, state["optimizers"]):
            o.load_state_dict(s)
        if starts == [last]:
            step, spent = state["step"], state["spent"]
    crops = Crops(sols, sols.split(False), Augment(**json.loads(args.augment)), args.seed + 1000 * step + rank)
    shapes = np.random.default_rng(args.seed + step)  # alike in all processes
    budget = args.minutes * 60
    begun, saved, checked = time.time() - spent, time.time(), time.time()
    sums: dict[str, float] = {}
    seen = 0
    while True:
        clock = torch.tensor([time.time() - begun])
        if world > 1:
            dist.broadcast(clock, 0)
        spent = float(clock)
        if spent >= budget:
            break
        large = spent > budget * (1 - args.large)
        h, w = (640, 640) if large else SHAPES[shapes.integers(len(SHAPES))]
        count = max(1, args.batch // world // (2 if large else 1))
        pictures, boxes, masks = batch(crops, count, h, w)
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bfloat16):
            box_maps, score_maps, seg = model(pictures.contiguous(memory_format=torch.channels_last))
        outputs = [m.float() for m in box_maps], [m.float() for m in score_maps], seg.float()
        terms = detection_loss(outputs, boxes, masks, model.config.bins)
        model.zero_grad(set_to_none=False)
        torch.stack(list(terms.values())).sum().backward()
        share_gradients(model, world)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        factor = rate(spent / budget, step)
        for o, base in zip(optimizers, bases):
            for g, lr in zip(o.param_groups, base):
                g["lr"] = lr * factor
            o.step()
        step += 1
        if rank:
            continue
        average(ema, model, args.ema * (1 - math.exp(-step / 300)))
        seen += count * world
        for name, value in terms.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if step % 50 == 0:
            note = {"step": step, "s": round(spent), "rate": round(factor, 3), "size": w, "crops": seen}
            note |= {name: round(value / 50, 3) for name, value in sums.items()}
            log(args.run, note)
            sums, seen = {}, 0
        if time.time() - saved > 180:
            save(last, model, ema, optimizers, step, spent)
            saved = time.time()
        if time.time() - checked > args.check * 60:
            log(args.run, {"step": step, **validate(ema, sols, every=args.every)})
            checked = time.time()
    if rank == 0:
        save(last, model, ema, optimizers, step, spent)
        for name, network in (("ema", ema), ("model", model)):
            log(args.run, {"step": step, "weights": name, **validate(network, sols)})


def log(run: Path, note: dict) -> None:
    """Print a note and append it to the run's log."""
    print(json.dumps(note), flush=True)
    with (run / "log.jsonl").open("a") as file:
        file.write(json.dumps(note) + "\n")


def save(path: Path, model: Detector, ema: Detector, optimizers: list, step: int, spent: float) -> None:
    """Write everything needed to resume; the old file stays until the new one is whole."""
    state = {"config": model.config.to_dict(), "model": model.state_dict(), "ema": ema.state_dict(),
             "optimizers": [o.state_dict() for o in optimizers], "step": step, "spent": spent}
    torch.save(state, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder written by training.prepare")
    parser.add_argument("run", type=Path, help="folder for checkpoints and the log")
    parser.add_argument("--start", type=Path, nargs="+", default=[],
                        help="other runs' checkpoints to go on from, by a new clock; of several, the mean of their averaged weights")
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--batch", type=int, default=16, help="pictures per step, all processes together")
    parser.add_argument("--optimizer", choices=("muon", "adamw"), default="muon")
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--ema", type=float, default=0.997, help="decay of the averaged weights per step")
    parser.add_argument("--large", type=float, default=0.2, help="share of the time at 640 px, half the batch")
    parser.add_argument("--bfloat16", action="store_true", help="on CPUs with units for it (AMX) twice as fast")
    parser.add_argument("--check", type=float, default=12, help="minutes between validations")
    parser.add_argument("--every", type=int, default=2, help="validate on every n-th patch while training")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--config", default="{}", help="JSON of model.Config")
    parser.add_argument("--augment", default="{}", help="JSON of augment.Augment")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    if args.processes == 1:
        worker(0, 1, args, "")
        return
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(worker, (args.processes, args, f"{folder}/store"), args.processes)


if __name__ == "__main__":
    main()
