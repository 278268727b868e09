"""Signs, factors, reductions and shapes."""

from __future__ import annotations

import ast

from autograder.authoring.mutants.operators.operator import Parts, operator
from autograder.authoring.mutants.operators.patterns import called_method, is_call, method, renamed

# Arithmetic


@operator(
    "sign",
    "climbs_the_gradient", "difference_reversed", "signed_error", "path_or_factor_missing", "slope_from_wrong_value",
    "errors_cancel", "one_sided_difference",
)  # fmt: skip
def _sign(node: ast.AST) -> Parts:
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield node
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            yield operand


@operator(
    "factor left out",
    "path_or_factor_missing", "learning_rate_missing", "sum_for_mean", "scale_forgotten", "bias_left_out",
    "unequal_parts_alike",
    "difference_over_wrong_distance", "slope_from_wrong_value",
)  # fmt: skip
def _factor(node: ast.AST) -> Parts:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        yield node.left
        if isinstance(node.op, ast.Mult):
            yield node.right


@operator(
    "term left out",
    "path_or_factor_missing",
    "bias_left_out",
    "weight_left_out",
    "difference_reversed",
)
def _term(node: ast.AST) -> Parts:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield node.left
        yield node.right


@operator(
    "power left out",
    "another_loss",
    "path_or_factor_missing",
    "slope_from_wrong_value",
    "signed_error",
)
def _power(node: ast.AST) -> Parts:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield node.left


@operator("sum for mean", "sum_for_mean", "lengths_added_up")
def _sum(node: ast.AST) -> Parts:
    yield from renamed(node, "mean", "sum")


@operator("mean for sum", "sum_for_mean")
def _mean(node: ast.AST) -> Parts:
    yield from renamed(node, "sum", "mean")


@operator("not reduced", "backward_on_vector")
def _unreduced(node: ast.AST) -> Parts:
    if (inner := called_method(node, "mean", "sum")) is not None:
        yield inner


@operator("activation left out", "activation_forgotten")
def _inactive(node: ast.AST) -> Parts:
    if (inner := called_method(node, "tanh", "relu", "sigmoid")) is not None:
        yield inner
    if is_call(node, "tanh", "relu", "sigmoid") and len(node.args) == 1:
        yield node.args[0]


# Shapes


@operator("* for @", "elementwise_for_matmul")
def _elementwise(node: ast.AST) -> Parts:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        node.op = ast.Mult()
        yield node


@operator(
    "transposition",
    "view_as_transpose", "weight_not_transposed", "axes_in_other_order", "layer_sizes_do_not_meet",
    "rotated_for_transposed", "elementwise_for_matmul",
)  # fmt: skip
def _transposition(node: ast.AST) -> Parts:
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value
    if (inner := called_method(node, "t", "transpose", "permute")) is not None:
        yield inner


@operator("axis lost or added", "broadcast_residual", "axis_lost", "length_for_ndim")
def _axis(node: ast.AST) -> Parts:
    if (
        inner := called_method(node, "squeeze", "unsqueeze", "flatten", "reshape", "view")
    ) is not None:
        yield inner
    if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp | ast.Call):
        node.value = method(node.value, "squeeze")
        yield node


@operator("another axis", "axes_in_other_order", "length_for_ndim")
def _other_axis(node: ast.AST) -> Parts:
    match node:
        case ast.keyword(arg="dim" | "axis", value=ast.Constant(value=0 | 1 as axis)):
            node.value = ast.Constant(1 - axis)
            yield node
        case ast.Subscript(
            value=ast.Attribute(attr="shape"), slice=ast.Constant(value=0 | 1 as axis)
        ):
            node.slice = ast.Constant(1 - axis)
            yield node
