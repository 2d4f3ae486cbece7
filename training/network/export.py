"""Writes the trained network as mailreg reads it: an ONNX graph with 8-bit weights, the pieces and their vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

OPSET = 20
HEADS = 12  # of attention, as pretrained; a narrowed layer has fewer of the same size
_SOFT = ("kinds", "handlings", "seats", "gone")  # heads whose choices exclude each other


class Graph:
    """Nodes and constants of an ONNX graph, in the order in which they are asked for."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: NDArray[Any], name: str = "") -> str:
        name = name or f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def op(self, kind: str, *inputs: str, outputs: int = 1, name: str = "", **attributes: Any) -> Any:
        names = [name or f"n{len(self.nodes)}_{k}" for k in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """`weight`: (out, in), as torch has it."""
        product = self.op("MatMul", x, self.constant(np.ascontiguousarray(weight.T)))
        return str(self.op("Add", product, self.constant(bias)))

    def norm(self, x: str, weight: NDArray[Any], bias: NDArray[Any], epsilon: float) -> str:
        constants = self.constant(weight), self.constant(bias)
        return str(self.op("LayerNormalization", x, *constants, axis=-1, epsilon=epsilon))

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))


def build(state: dict[str, NDArray[Any]], heads: list[str], layers: int, width: int, epsilon: float) -> onnx.ModelProto:
    """The network over one mail. Input "words": (pieces, width). Outputs: probabilities, one by name of `heads`, and
    "roles": (pieces, 6)."""
    g = Graph()
    length = g.op("Slice", g.op("Shape", "words"), g.integers(0), g.integers(1))
    places = g.op("Slice", g.constant(state["pos"]), g.integers(0), length, g.integers(0))
    x = g.norm(g.op("Add", "words", places), state["eln.weight"], state["eln.bias"], epsilon)
    scale = g.constant(np.array((width // HEADS) ** -0.5, dtype=np.float32))
    for n in range(layers):
        w = {k.removeprefix(f"layers.{n}."): v for k, v in state.items() if k.startswith(f"layers.{n}.")}
        attending = w["ao.weight"].shape[1]
        split = g.integers(-1, attending // (width // HEADS), width // HEADS)
        parts = g.op("Split", g.linear(x, w["qkv.weight"], w["qkv.bias"]), outputs=3, axis=1, num_outputs=3)
        query, key, value = (g.op("Reshape", part, split) for part in parts)
        query, value = (g.op("Transpose", t, perm=[1, 0, 2]) for t in (query, value))
        key = g.op("Transpose", key, perm=[1, 2, 0])
        scores = g.op("Softmax", g.op("Mul", g.op("MatMul", query, key), scale), axis=-1)
        seen = g.op("Transpose", g.op("MatMul", scores, value), perm=[1, 0, 2])
        seen = g.op("Reshape", seen, g.integers(-1, attending))
        seen = g.linear(seen, w["ao.weight"], w["ao.bias"])
        x = g.norm(g.op("Add", x, seen), w["ln1.weight"], w["ln1.bias"], epsilon)
        inner = g.op("Gelu", g.linear(x, w["fi.weight"], w["fi.bias"]))
        x = g.norm(
            g.op("Add", x, g.linear(inner, w["fo.weight"], w["fo.bias"])), w["ln2.weight"], w["ln2.bias"], epsilon
        )
    mean = g.op("ReduceMean", x, g.integers(0), keepdims=1)
    turned = g.op("Transpose", x, perm=[1, 0])
    looks = g.op("Softmax", g.op("MatMul", g.constant(state["query"]), turned), axis=-1)
    pooled = g.op("MatMul", looks, x)
    outputs = []
    for n, name in enumerate(heads):
        one = g.op("Slice", pooled, g.integers(n), g.integers(n + 1), g.integers(0))
        both = g.op("Concat", mean, one, axis=1)
        found = g.linear(both, state[f"heads.{n}.weight"], state[f"heads.{n}.bias"])
        if name in _SOFT:
            g.op("Softmax", found, axis=-1, name=name)
        else:
            g.op("Sigmoid", found, name=name)
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None]))
    g.op("Softmax", g.linear(x, state["role.weight"], state["role.bias"]), axis=-1, name="roles")
    outputs.append(helper.make_tensor_value_info("roles", TensorProto.FLOAT, [None, 6]))
    words = helper.make_tensor_value_info("words", TensorProto.FLOAT, [None, width])
    graph = helper.make_graph(g.nodes, "network", [words], outputs, g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    onnx.checker.check_model(model)
    return model


def write(model: onnx.ModelProto, target: Path) -> None:
    """With 8-bit weights, each column with a scale of its own; 7 bits are used, so that no sum overflows."""
    plain = target.with_suffix(".plain")
    onnx.save(model, str(plain))
    quantize_dynamic(str(plain), str(target), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    plain.unlink()
