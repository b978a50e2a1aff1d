"""Task-aligned assignment and the training loss."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from .model import anchor_points, distances, flatten, to_xyxy

WEIGHTS = {"box": 7.5, "dfl": 1.5, "cls": 1.0, "seg": 2.0}


def pair_iou(a: Tensor, b: Tensor, complete: bool = False) -> Tensor:
    """IoU of boxes [...,4] broadcast against each other; CIoU (Zheng 2020) if `complete`."""
    wh_a, wh_b = a[..., 2:] - a[..., :2], b[..., 2:] - b[..., :2]
    overlap = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp_min(0)
    inter = overlap.prod(-1)
    iou = inter / (wh_a.prod(-1) + wh_b.prod(-1) - inter + 1e-7)
    if not complete:
        return iou
    hull = torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])
    centre = (a[..., :2] + a[..., 2:] - b[..., :2] - b[..., 2:]) / 2
    distance = centre.square().sum(-1) / (hull.square().sum(-1) + 1e-7)
    angle = torch.atan(wh_b[..., 0] / (wh_b[..., 1] + 1e-7)) - torch.atan(wh_a[..., 0] / (wh_a[..., 1] + 1e-7))
    v = (2 / torch.pi * angle).square()
    with torch.no_grad():
        weight = v / (v - iou + 1 + 1e-7)
    return iou - distance - weight * v


def assign(
    scores: Tensor, boxes: Tensor, points: Tensor, strides: Tensor, truth: Tensor,
    topk: int = 10, alpha: float = 0.5, beta: float = 6.0,
) -> tuple[Tensor, Tensor]:
    """Task-aligned assignment (TOOD, Feng 2021) for one picture and one class.

    scores [A] in 0..1, boxes [A,4], points [A,2] and truth [n,4] in pixels,
    strides [A,1]. Returns the index of the true box of every anchor (-1: none)
    and its target score [A]. An anchor may take a box whose region, widened to
    one stride for small boxes, holds its centre.
    """
    count = len(points)
    if not len(truth):
        return torch.full((count,), -1), torch.zeros(count)
    centre, half = (truth[:, :2] + truth[:, 2:]) / 2, (truth[:, 2:] - truth[:, :2]) / 2
    reach = torch.maximum(half[:, None], strides[None] * 0.5)  # [n,A,2]
    inside = ((points[None] - centre[:, None]).abs() < reach).all(-1)
    iou = pair_iou(truth[:, None], boxes[None]).clamp_min(0)
    metric = scores[None].pow(alpha) * iou.pow(beta) * inside + inside * 1e-9
    best = metric.topk(min(topk, count), 1).indices
    chosen = torch.zeros_like(inside).scatter_(1, best, True) & inside
    contested = chosen.sum(0) > 1
    if contested.any():
        winner = torch.where(chosen, iou, -1.0).argmax(0)
        only = F.one_hot(winner, len(truth)).T.bool()
        chosen = torch.where(contested[None], only & chosen, chosen)
    metric, iou = metric * chosen, iou * chosen
    strength = metric / metric.amax(1, keepdim=True).clamp_min(1e-12) * iou.amax(1, keepdim=True)
    matched = torch.where(chosen.any(0), chosen.float().argmax(0), -1)
    return matched, strength.amax(0)


def detection_loss(
    outputs: tuple[list[Tensor], list[Tensor], Tensor], truths: list[Tensor], masks: Tensor, bins: int,
) -> dict[str, Tensor]:
    """Weighted terms of the loss.

    `truths`: per picture [n,4] x1, y1, x2, y2 in input pixels. `masks` [B,1,h,w]
    at the segmentation output's size: share of storm in each cell.
    """
    box_maps, score_maps, seg = outputs
    sizes = [tuple(m.shape[2:]) for m in box_maps]
    points, strides = anchor_points(sizes)
    logits, scores = flatten(box_maps), flatten(score_maps)[..., 0]
    cells = to_xyxy(distances(logits, bins), points)  # in cells of each stride
    with torch.no_grad():
        pixels = cells * strides
        found = [
            assign(scores[b].sigmoid(), pixels[b], points * strides, strides, truth)
            for b, truth in enumerate(truths)
        ]
    matched = torch.stack([m for m, _ in found])
    target = torch.stack([t for _, t in found])
    total = target.sum().clamp_min(1)
    terms = {"cls": F.binary_cross_entropy_with_logits(scores, target, reduction="sum") / total}
    picture, anchor = (matched >= 0).nonzero(as_tuple=True)
    if len(picture):
        starts = torch.tensor([0] + [len(t) for t in truths]).cumsum(0)[:-1]
        goal = torch.cat(truths)[starts[picture] + matched[picture, anchor]] / strides[anchor]
        weight = target[picture, anchor]
        iou = pair_iou(cells[picture, anchor], goal, complete=True)
        terms["box"] = ((1 - iou) * weight).sum() / total
        ltrb = torch.cat([points[anchor] - goal[:, :2], goal[:, 2:] - points[anchor]], 1).clamp(0, bins - 1.01)
        low = ltrb.long()
        part = ltrb - low
        log_p = logits[picture, anchor].view(-1, 4, bins).log_softmax(-1)
        left = log_p.gather(2, low[..., None])[..., 0]
        right = log_p.gather(2, low[..., None] + 1)[..., 0]
        dfl = -(left * (1 - part) + right * part).mean(1)
        terms["dfl"] = (dfl * weight).sum() / total
    p = seg.sigmoid()
    dice = 1 - (2 * (p * masks).sum() + 1) / (p.sum() + masks.sum() + 1)
    terms["seg"] = F.binary_cross_entropy_with_logits(seg, masks) + 0.5 * dice
    return {name: value * WEIGHTS[name] for name, value in terms.items()}
