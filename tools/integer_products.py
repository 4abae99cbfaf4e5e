"""A model's products in integers: half the time, on processors that sum them without overflow.

The inputs of a product become unsigned 8-bit integers, each row with a scale and a zero point of
its own, so that a token's vector depends on no other token's range. Weights are the int8 values
that the model has already; files made here point to them instead of holding them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MICROSOFT = "com.microsoft"
LEFT = "v_proj"
"""Part of the names of weights that stay fp32: what attention averages over the tokens.

Where the values of an end of a text are off, all its tokens are off by the same: sentences have a
cosine of 0.9993 to those of the fp32 products with these in integers too, else of 0.9997.
"""
_CONSTANTS: Mapping[str, NDArray[Any]] = {
    "zero": np.array(0, np.float32),
    "one": np.array(1, np.float32),
    # Steps between the least and the largest value of a row, and what one is in a row of zeros.
    "steps": np.array(255, np.float32),
    "least_scale": np.array(1e-12, np.float32),
    "last_axis": np.array([-1], np.int64),
}
_PROBED = (64, 32)
"""Shape of the weight whose product is tried."""


def in_integers(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a model with int8 weights that multiplies them as they are.

    Args:
        model: Turns its weights back to fp32 by a cast and a multiplication each.
    """
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    products = {
        node.input[1]
        for node in graph.node
        if node.op_type == "MatMul" and f"{node.input[1]}.int8" in tensors
        if LEFT not in node.input[1]
    }
    unused = products | {f"{name}.as_float" for name in products}
    made = _Products()
    for node in graph.node:
        if unused.intersection(node.output):
            continue
        if node.op_type == "MatMul" and node.input[1] in products:
            weight = node.input[1]
            parts = (numpy_helper.to_array(tensors[weight + end]) for end in (".int8", ".scale"))
            made.product(node, *parts)
        else:
            made.nodes.append(node)
    result = helper.make_graph(
        made.nodes, graph.name, graph.input, graph.output, [*graph.initializer, *made.tensors]
    )
    return _model_of(result, like=model)


class _Made:
    """The nodes and constants of a graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> None:
        """Add a constant."""
        self.tensors.append(numpy_helper.from_array(value, name))

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> None:
        """Add a node."""
        self.nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))


class _Products(_Made):
    """A graph in which products of integers stand for those of fp32 numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._quantised: set[str] = set()
        for name, value in _CONSTANTS.items():
            self.constant(name, value)

    def product(
        self, node: onnx.NodeProto, values: NDArray[np.int8], scale: NDArray[np.float32]
    ) -> None:
        """Add what gives the output of a product with a weight.

        With x = s (q - z) for a row of inputs, x W = s (q W - z 1 W): the sums of W's columns are
        constants.
        """
        source, weight = node.input
        if source not in self._quantised:
            self._quantise(source)
            self._quantised.add(source)
        (output,) = node.output
        sums = values.sum(axis=0, dtype=np.float32) * scale.reshape(-1)
        self.constant(f"{output}.sums", -sums)
        operands = [f"{source}.quantised", f"{weight}.int8", "one", f"{weight}.scale"]
        self.add("MatMulIntegerToFloat", operands, f"{output}.product", domain=MICROSOFT)
        self.add("Mul", [f"{source}.zero_point", f"{output}.sums"], f"{output}.offset")
        self.add("Add", [f"{output}.product", f"{output}.offset"], f"{output}.unscaled")
        self.add("Mul", [f"{output}.unscaled", f"{source}.scale"], output)

    def _quantise(self, name: str) -> None:
        """Add what gives a tensor as unsigned integers, with the scale and zero point of a row."""
        for operator, bound in (("Min", f"{name}.least"), ("Max", f"{name}.largest")):
            self.add(f"Reduce{operator}", [name, "last_axis"], f"{bound}.own")
            self.add(operator, [f"{bound}.own", "zero"], bound)
        self.add("Sub", [f"{name}.largest", f"{name}.least"], f"{name}.range")
        self.add("Div", [f"{name}.range", "steps"], f"{name}.step")
        self.add("Max", [f"{name}.step", "least_scale"], f"{name}.scale")
        self.add("Div", [f"{name}.least", f"{name}.scale"], f"{name}.below")
        self.add("Neg", [f"{name}.below"], f"{name}.above")
        self.add("Round", [f"{name}.above"], f"{name}.zero_point")
        for part in ("scale", "zero_point"):
            self.add("Reshape", [f"{name}.{part}", "last_axis"], f"{name}.{part}s")
        self.add("Cast", [f"{name}.zero_points"], f"{name}.offsets", to=TensorProto.UINT8)
        operands = [name, f"{name}.scales", f"{name}.offsets"]
        self.add("QuantizeLinear", operands, f"{name}.quantised", axis=1)


def sharing(model: onnx.ModelProto, content: bytes, location: str) -> onnx.ModelProto:
    """Return a model whose int8 weights are read from another model's file beside it.

    Args:
        model: Its weights are among those of the file.
        content: What the file holds.
        location: Its name.
    """
    result = onnx.ModelProto()
    result.CopyFrom(model)
    for tensor in result.graph.initializer:
        if tensor.data_type == TensorProto.INT8:
            place = {"location": location, "offset": content.index(tensor.raw_data)}
            for key, value in {**place, "length": len(tensor.raw_data)}.items():
                tensor.external_data.add(key=key, value=str(value))
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
    return result


def largest_sums(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a model that multiplies its input by the largest int8 weights, as `model` would.

    Where a processor has no instruction for it, pairs of products are summed in 16 bits, which
    sums of the largest integers exceed.
    """
    made = _Made()
    made.constant("one", np.array(1, np.float32))
    made.constant("scale", np.ones(_PROBED[1], np.float32))
    made.constant("weight", np.full(_PROBED, 127, np.int8))
    made.add("MatMulIntegerToFloat", ["input", "weight", "one", "scale"], "sums", domain=MICROSOFT)
    given = helper.make_tensor_value_info("input", TensorProto.UINT8, ("rows", _PROBED[0]))
    wanted = helper.make_tensor_value_info("sums", TensorProto.FLOAT, ("rows", _PROBED[1]))
    graph = helper.make_graph(made.nodes, "largest sums", [given], [wanted], made.tensors)
    return _model_of(graph, like=model)


def _model_of(graph: onnx.GraphProto, like: onnx.ModelProto) -> onnx.ModelProto:
    return helper.make_model(
        graph,
        producer_name=like.producer_name,
        opset_imports=like.opset_import,
        ir_version=like.ir_version,
    )
