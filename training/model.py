"""The detector: a YOLOv8-style network for one class, written from the papers.

CSP backbone with C2f blocks, SPPF, a path-aggregation neck and a decoupled
anchor-free head with distribution focal loss (DFL) bins. Dust storms are large
(the median box is about 120 px of a 640 px input), so the stem goes straight to
stride 4 and the head works at strides 16 and 32 only: the high-resolution
layers, which cost most of a small network's time, are left out.

Sources: CSPNet (Wang 2020), PANet (Liu 2018), SPP (He 2015), FCOS (Tian 2019),
GFL (Li 2020), TOOD (Feng 2021).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STRIDES = (16, 32)


@dataclass(frozen=True)
class Config:
    """`widths`: channels at strides 4, 8, 16, 32; `depths`: bottlenecks at strides 8, 16, 32."""

    widths: tuple[int, ...] = (32, 64, 160, 256)
    depths: tuple[int, ...] = (1, 2, 2)
    neck: tuple[int, ...] = (128, 160)
    head: int = 64
    bins: int = 16
    dropout: float = 0.0  # share of the neck's channels left out in training

    def to_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "Config":
        return Config(**{k: tuple(v) if isinstance(v, (list, tuple)) else v for k, v in values.items()})


class Conv(nn.Module):
    """Convolution, batch normalisation, SiLU."""

    def __init__(self, c_in: int, c_out: int, k: int = 1, s: int = 1, p: int | None = None) -> None:
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, k, s, k // 2 if p is None else p, bias=False)
        self.bn = nn.BatchNorm2d(c_out, eps=1e-3, momentum=0.03)

    def forward(self, x: Tensor) -> Tensor:
        return F.silu(self.bn(self.conv(x)), inplace=True)


class Bottleneck(nn.Module):
    """Two 3x3 convolutions with an optional identity shortcut."""

    def __init__(self, c: int, shortcut: bool) -> None:
        super().__init__()
        self.cv1 = Conv(c, c, 3)
        self.cv2 = Conv(c, c, 3)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        y = self.cv2(self.cv1(x))
        return x + y if self.shortcut else y


class C2f(nn.Module):
    """Cross-stage block: split, a chain of bottlenecks, concatenate every link."""

    def __init__(self, c_in: int, c_out: int, n: int, shortcut: bool) -> None:
        super().__init__()
        self.half = c_out // 2
        self.cv1 = Conv(c_in, 2 * self.half)
        self.blocks = nn.ModuleList(Bottleneck(self.half, shortcut) for _ in range(n))
        self.cv2 = Conv((2 + n) * self.half, c_out)

    def forward(self, x: Tensor) -> Tensor:
        links = list(self.cv1(x).split(self.half, 1))
        for block in self.blocks:
            links.append(block(links[-1]))
        return self.cv2(torch.cat(links, 1))


class SPPF(nn.Module):
    """Spatial pyramid pooling as three chained 5x5 max pools."""

    def __init__(self, c: int) -> None:
        super().__init__()
        self.cv1 = Conv(c, c // 2)
        self.cv2 = Conv(c // 2 * 4, c)

    def forward(self, x: Tensor) -> Tensor:
        links = [self.cv1(x)]
        for _ in range(3):
            links.append(F.max_pool2d(links[-1], 5, 1, 2))
        return self.cv2(torch.cat(links, 1))


class Detector(nn.Module):
    """`forward` gives raw maps; `decode` turns them into boxes and scores."""

    def __init__(self, config: Config = Config()) -> None:
        super().__init__()
        self.config = config
        w4, w8, w16, w32 = config.widths
        d8, d16, d32 = config.depths
        n16, n32 = config.neck
        self.stem = Conv(3, w4, 6, 4, 1)
        self.down8, self.stage8 = Conv(w4, w8, 3, 2), C2f(w8, w8, d8, True)
        self.down16, self.stage16 = Conv(w8, w16, 3, 2), C2f(w16, w16, d16, True)
        self.down32, self.stage32 = Conv(w16, w32, 3, 2), C2f(w32, w32, d32, True)
        self.sppf = SPPF(w32)
        self.out16 = C2f(w32 + w16, n16, 1, False)
        self.pan32, self.out32 = Conv(n16, n16, 3, 2), C2f(n16 + w32, n32, 1, False)
        self.box = nn.ModuleList(self._branch(c, 4 * config.bins) for c in config.neck)
        self.cls = nn.ModuleList(self._branch(c, 1) for c in config.neck)
        self.seg = nn.Conv2d(n16, 1, 1)  # training only: storm mask at stride 16
        for branch in self.cls:
            nn.init.constant_(branch[-1].bias, -4.0)
        for branch in self.box:
            nn.init.constant_(branch[-1].bias, 1.0)

    def _branch(self, c_in: int, c_out: int) -> nn.Sequential:
        c = self.config.head
        return nn.Sequential(Conv(c_in, c, 3), Conv(c, c, 3), nn.Conv2d(c, c_out, 1))

    def forward(self, x: Tensor) -> tuple[list[Tensor], list[Tensor], Tensor]:
        """x [B,3,H,W] in 0..1 -> DFL logits and class logits per stride, mask logits at stride 16."""
        p8 = self.stage8(self.down8(self.stem(x)))
        p16 = self.stage16(self.down16(p8))
        p32 = self.sppf(self.stage32(self.down32(p16)))
        n16 = self.out16(torch.cat([F.interpolate(p32, scale_factor=2.0, mode="nearest"), p16], 1))
        n32 = self.out32(torch.cat([self.pan32(n16), p32], 1))
        maps = tuple(F.dropout2d(m, self.config.dropout, self.training) for m in (n16, n32))
        boxes = [branch(m) for branch, m in zip(self.box, maps)]
        scores = [branch(m) for branch, m in zip(self.cls, maps)]
        return boxes, scores, self.seg(n16)


def mean_weights(parts: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of state dicts (model soups, Wortsman 2022: for runs that began from the same weights)."""
    return {name: torch.stack([part[name].float() for part in parts]).mean(0).to(parts[0][name].dtype) for name in parts[0]}


def anchor_points(sizes: list[tuple[int, int]], device: torch.device | None = None) -> tuple[Tensor, Tensor]:
    """Cell centres [A,2] (x, y, in cells) and strides [A,1] for map sizes (h, w)."""
    points, strides = [], []
    for (h, w), stride in zip(sizes, STRIDES):
        y, x = torch.meshgrid(
            torch.arange(h, device=device) + 0.5, torch.arange(w, device=device) + 0.5, indexing="ij"
        )
        points.append(torch.stack([x, y], -1).reshape(-1, 2))
        strides.append(torch.full((h * w, 1), float(stride), device=device))
    return torch.cat(points), torch.cat(strides)


def flatten(maps: list[Tensor]) -> Tensor:
    """Maps [B,C,h,w] of all strides -> [B,A,C], strides in ascending order, rows first."""
    return torch.cat([m.flatten(2) for m in maps], 2).transpose(1, 2)


def distances(logits: Tensor, bins: int) -> Tensor:
    """DFL logits [B,A,4*bins] -> expected distances left, top, right, bottom [B,A,4] in cells."""
    b, a, _ = logits.shape
    p = logits.reshape(b, a, 4, bins).softmax(-1)
    return p @ torch.arange(bins, dtype=p.dtype, device=p.device)


def to_xyxy(ltrb: Tensor, points: Tensor) -> Tensor:
    """Distances [...,A,4] around points [A,2] -> corners x1, y1, x2, y2."""
    return torch.cat([points - ltrb[..., :2], points + ltrb[..., 2:]], -1)


def decode(boxes: list[Tensor], scores: list[Tensor], bins: int) -> Tensor:
    """Raw maps -> [B,A,5]: x1, y1, x2, y2 in input pixels and a score in 0..1."""
    points, strides = anchor_points([tuple(m.shape[2:]) for m in boxes], boxes[0].device)
    xyxy = to_xyxy(distances(flatten(boxes).float(), bins), points) * strides
    return torch.cat([xyxy, flatten(scores).float().sigmoid()], -1)


def vote(found: Tensor, limit: int = 300, iou: float = 0.5) -> Tensor:
    """Average every box with the boxes that agree with it.

    found [A,5] of corners and score -> the best [min(A, limit),5] in order of
    score; a box becomes the mean of the boxes over `iou` with it, weighted by
    score times IoU (box voting, Gidaris and Komodakis 2015). Scores stay. With
    soft outlines the best-scored box alone is a noisy estimate.
    """
    best = found[:, 4].topk(min(limit, len(found))).indices
    found = found[best]
    corners, score = found[:, :4], found[:, 4]
    low = torch.maximum(corners[:, None, :2], corners[None, :, :2])
    high = torch.minimum(corners[:, None, 2:], corners[None, :, 2:])
    inter = (high - low).clamp_min(0).prod(-1)
    area = (corners[:, 2:] - corners[:, :2]).prod(-1)
    overlap = inter / (area[:, None] + area[None] - inter + 1e-6)
    weight = torch.where(overlap > iou, overlap, 0.0) * score[None]
    return torch.cat([weight @ corners / weight.sum(1, keepdim=True).clamp_min(1e-9), score[:, None]], 1)


@torch.no_grad()
def detect(model: Detector, x: Tensor) -> Tensor:
    """One picture [1,3,H,W] in 0..1 -> voted corners and scores [n,5]."""
    boxes, scores, _ = model(x.contiguous(memory_format=torch.channels_last))
    return vote(decode(boxes, scores, model.config.bins)[0])
