"""Muon for the convolutions, AdamW for everything else.

Muon (Jordan 2024) replaces each momentum matrix by the nearest orthogonal one,
found with a few Newton-Schulz steps: all directions of a filter bank learn at
the same pace, which counts when there is time for few epochs.
"""

from __future__ import annotations

import torch
import torch.distributed as dist
from torch import Tensor, nn


def orthogonal(matrix: Tensor, steps: int = 4) -> Tensor:
    """Quintic Newton-Schulz iteration towards U V^T of a matrix [r,c]."""
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum with orthogonal updates for weights of two or more dimensions."""

    def __init__(self, params: list[Tensor], lr: float, momentum: float = 0.95, decay: float = 0.01) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self) -> None:
        """Update; several processes share the iterations and add up the parts."""
        world = dist.get_world_size() if dist.is_initialized() else 1
        rank = dist.get_rank() if world > 1 else 0
        for group in self.param_groups:
            params = group["params"]
            updates = [torch.zeros(p.shape) for p in params]
            for k, p in enumerate(params):
                buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
                buffer.mul_(group["momentum"]).add_(p.grad)
                if k % world == rank:
                    mixed = p.grad.add(buffer, alpha=group["momentum"]).reshape(len(p), -1)
                    updates[k] = orthogonal(mixed).reshape(p.shape)
            if world > 1:
                flat = torch.cat([u.reshape(-1) for u in updates])
                dist.all_reduce(flat)
                updates = flat.split([u.numel() for u in updates])
            for p, update in zip(params, updates):
                gain = max(1.0, len(p) / p[0].numel()) ** 0.5
                p.mul_(1 - group["lr"] * group["decay"]).add_(update.view(p.shape), alpha=-group["lr"] * gain)


def build(model: nn.Module, name: str, lr: float) -> list[torch.optim.Optimizer]:
    """Optimisers for `muon` or `adamw`; `lr` is AdamW's, Muon runs at ten times it."""
    matrices, weights, rest = [], [], []
    for key, p in model.named_parameters():
        last = key.startswith("seg") or key.split(".")[-2] == "2"  # output layers of the head
        if name == "muon" and p.ndim == 4 and not last and not key.startswith("stem"):
            matrices.append(p)
        else:
            (weights if p.ndim == 4 else rest).append(p)
    groups = [{"params": weights, "weight_decay": 0.03}, {"params": rest, "weight_decay": 0.0}]
    optimizers: list[torch.optim.Optimizer] = [torch.optim.AdamW(groups, lr, betas=(0.9, 0.99))]
    if matrices:
        optimizers.append(Muon(matrices, 10 * lr))
    return optimizers
