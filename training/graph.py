"""Write the network as an ONNX graph, node by node, with half-precision weights."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .model import STRIDES, C2f, Conv, Detector, SPPF

OPSET = 17


def fold(block: Conv) -> tuple[np.ndarray, np.ndarray]:
    """Weight [o,i,k,k] and bias [o] of a convolution with its batch normalisation folded in."""
    bn = block.bn
    gain = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    weight = block.conv.weight * gain[:, None, None, None]
    return weight.detach().numpy(), (bn.bias - bn.running_mean * gain).detach().numpy()


class Graph:
    """Collects nodes and initialisers; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.values: list[onnx.TensorProto] = []

    def add(self, op: str, inputs: list[str], outputs: int = 1, **attributes) -> str | list[str]:
        names = [f"{op.lower()}_{len(self.nodes)}" + (f"_{i}" if outputs > 1 else "") for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, name=names[0], **attributes))
        return names if outputs > 1 else names[0]

    def constant(self, array: np.ndarray | list) -> str:
        """An initialiser kept in its own type."""
        name = f"constant_{len(self.values)}"
        self.values.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def half(self, array: np.ndarray) -> str:
        """A float32 value stored in half precision behind a Cast node."""
        return self.add("Cast", [self.constant(array.astype(np.float16))], to=TensorProto.FLOAT)

    def conv(self, x: str, weight: np.ndarray, bias: np.ndarray, stride: int, pad: int) -> str:
        k = list(weight.shape[2:])
        return self.add("Conv", [x, self.half(weight), self.half(bias)],
                        kernel_shape=k, strides=[stride] * 2, pads=[pad] * 4)

    def block(self, x: str, block: Conv) -> str:
        y = self.conv(x, *fold(block), block.conv.stride[0], block.conv.padding[0])
        return self.add("Mul", [y, self.add("Sigmoid", [y])])

    def c2f(self, x: str, block: C2f) -> str:
        sizes = self.constant(np.array([block.half] * 2, np.int64))
        links = list(self.add("Split", [self.block(x, block.cv1), sizes], 2, axis=1))
        for inner in block.blocks:
            y = self.block(self.block(links[-1], inner.cv1), inner.cv2)
            links.append(self.add("Add", [links[-1], y]) if inner.shortcut else y)
        return self.block(self.add("Concat", links, axis=1), block.cv2)

    def sppf(self, x: str, block: SPPF) -> str:
        links = [self.block(x, block.cv1)]
        for _ in range(3):
            links.append(self.add("MaxPool", [links[-1]], kernel_shape=[5, 5], strides=[1, 1], pads=[2] * 4))
        return self.block(self.add("Concat", links, axis=1), block.cv2)

    def double(self, x: str) -> str:
        scales = self.constant(np.array([1, 1, 2, 2], np.float32))
        return self.add("Resize", [x, "", scales], mode="nearest",
                        coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    def branch(self, x: str, branch: nn.Sequential) -> str:
        """A head branch: blocks, then a plain convolution."""
        for block in branch[:-1]:
            x = self.block(x, block)
        weight, bias = branch[-1].weight.detach().numpy(), branch[-1].bias.detach().numpy()
        return self.conv(x, weight, bias, 1, 0)

    def grid(self, x: str, stride: int) -> tuple[str, str]:
        """Cell centres [1,2,h*w] of a map in cells, and its stride [1,1,h*w]."""
        shape = self.add("Shape", [x], start=2)
        ones = self.add("ConstantOfShape", [shape], value=numpy_helper.from_array(np.ones(1, np.float32)))
        parts = []
        for axis in (1, 0):
            # Counted, not cast from whole numbers: onnxruntime's Cast takes a browser a second to compile.
            steps = self.add("CumSum", [ones, self.constant(np.int64(axis))])
            parts.append(self.shaped(self.add("Sub", [steps, self.number(0.5)]), 1, 1, -1))
        points = self.add("Concat", parts, axis=1)
        nothing = self.add("Mul", [parts[0], self.number(0)])
        return points, self.add("Add", [nothing, self.number(stride)])

    def shaped(self, x: str, *shape: int) -> str:
        return self.add("Reshape", [x, self.constant(np.array(shape, np.int64))])

    def number(self, value: float) -> str:
        return self.constant(np.float32(value))

    def vote(self, boxes: str, logits: str, limit: int, iou: float) -> tuple[str, str]:
        """`model.vote` for boxes [1,4,A] of centre and size and logits [1,1,A]."""
        count = self.add("Gather", [self.add("Shape", [logits]), self.constant(np.array([2], np.int64))])
        most = self.add("Min", [count, self.constant(np.array([limit], np.int64))])
        logits, best = self.add("TopK", [logits, most], 2, axis=-1)
        boxes = self.add("Gather", [boxes, self.shaped(best, -1)], axis=2)
        score = self.add("Sigmoid", [logits])
        x, y, w, h = self.add("Split", [boxes, self.constant(np.ones(4, np.int64))], 4, axis=1)
        overlap = None
        for centre, size in ((x, w), (y, h)):
            half = self.add("Mul", [size, self.number(0.5)])
            low, high = self.add("Sub", [centre, half]), self.add("Add", [centre, half])
            end = self.add("Min", [self.shaped(high, 1, -1, 1), self.shaped(high, 1, 1, -1)])
            start = self.add("Max", [self.shaped(low, 1, -1, 1), self.shaped(low, 1, 1, -1)])
            side = self.add("Relu", [self.add("Sub", [end, start])])
            overlap = side if overlap is None else self.add("Mul", [overlap, side])
        area = self.add("Mul", [w, h])
        both = self.add("Add", [self.shaped(area, 1, -1, 1), self.shaped(area, 1, 1, -1)])
        union = self.add("Add", [self.add("Sub", [both, overlap]), self.number(1e-6)])
        share = self.add("Div", [overlap, union])
        agree = self.add("Greater", [share, self.number(iou)])
        weight = self.add("Where", [agree, share, self.number(0)])  # symmetric [1,K,K]
        total = self.add("Max", [self.add("MatMul", [score, weight]), self.number(1e-9)])
        mean = self.add("Div", [self.add("MatMul", [self.add("Mul", [boxes, score]), weight]), total])
        return mean, logits


def build(model: Detector, scale: float, shift: float, metadata: dict[str, str]) -> onnx.ModelProto:
    """The whole detector: `images` [1,3,H,W] -> `output0` [1,5,N] of cx, cy, w, h, score.

    The score is sigmoid(scale * logit + shift); N is at most 300.
    """
    g, m = Graph(), model.eval()
    p8 = g.c2f(g.block(g.block("images", m.stem), m.down8), m.stage8)
    p16 = g.c2f(g.block(p8, m.down16), m.stage16)
    p32 = g.sppf(g.c2f(g.block(p16, m.down32), m.stage32), m.sppf)
    n16 = g.c2f(g.add("Concat", [g.double(p32), p16], axis=1), m.out16)
    n32 = g.c2f(g.add("Concat", [g.block(n16, m.pan32), p32], axis=1), m.out32)
    boxes, scores, points, strides = [], [], [], []
    for level, x in enumerate((n16, n32)):
        box = g.branch(x, m.box[level])
        centre, stride = g.grid(box, STRIDES[level])
        points.append(centre)
        strides.append(stride)
        boxes.append(g.shaped(box, 1, 4 * m.config.bins, -1))
        scores.append(g.shaped(g.branch(x, m.cls[level]), 1, 1, -1))
    logits = g.shaped(g.add("Concat", boxes, axis=2), 4, m.config.bins, -1)
    chance = g.add("Softmax", [g.add("Transpose", [logits], perm=[0, 2, 1])], axis=-1)
    values = g.constant(np.arange(m.config.bins, dtype=np.float32)[:, None])
    ltrb = g.shaped(g.add("MatMul", [chance, values]), 1, 4, -1)
    low, high = g.add("Split", [ltrb, g.constant(np.array([2, 2], np.int64))], 2, axis=1)
    centre, stride = g.add("Concat", points, axis=2), g.add("Concat", strides, axis=2)
    offset = g.add("Mul", [g.add("Sub", [high, low]), g.number(0.5)])
    xywh = g.add("Concat", [g.add("Add", [centre, offset]), g.add("Add", [low, high])], axis=1)
    pixels, score = g.add("Mul", [xywh, stride]), g.add("Concat", scores, axis=2)
    pixels, score = g.vote(pixels, score, 300, 0.5)
    score = g.add("Add", [g.add("Mul", [score, g.number(scale)]), g.number(shift)])
    score = g.add("Sigmoid", [score])
    g.nodes.append(helper.make_node("Concat", [pixels, score], ["output0"], name="output0", axis=1))
    graph = helper.make_graph(
        g.nodes, "dust_storm_detector",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 5, "boxes"])], g.values,
    )
    proto = helper.make_model(graph, producer_name="mars-dust-storm-detection",
                              opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    helper.set_model_props(proto, metadata)
    onnx.checker.check_model(proto, full_check=True)
    return proto
