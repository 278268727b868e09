"""Order of lines, bounds, conditions, kinds of numbers, and values that go nowhere."""

from __future__ import annotations

import ast
import copy

from autograder.authoring.mutants.operators.operator import Parts, operator
from autograder.authoring.mutants.operators.patterns import (
    is_call,
    is_zeroing,
    name_of,
    statement_calls,
)

# Order, bounds, conditions


@operator(
    "two lines swapped",
    "zeroed_before_step", "step_before_backward", "loss_after_the_step", "zeroed_before_first_backward",
    "grad_not_zeroed", "value_changed_before_backward", "tracked_too_late", "zeroed_while_adding_up",
    "branches_in_other_order", "optimizer_holds_old_parameter", "evaluation_leaves_traces",
)  # fmt: skip
def _swapped(node: ast.AST) -> Parts:
    for field in ("body", "orelse"):
        body = getattr(node, field, None)
        if isinstance(body, list):
            for index in range(len(body) - 1):
                new = copy.deepcopy(node)
                lines = getattr(new, field)
                lines[index : index + 2] = lines[index + 1], lines[index]
                yield new


@operator("bound by one", "fencepost", "epoch_batch_confused")
def _bound(node: ast.AST) -> Parts:
    if isinstance(node, ast.Call) and name_of(node.func) == "range" and node.args:
        for index, bound in enumerate(node.args[:2]):
            for op in (ast.Sub(), ast.Add()):
                new = copy.deepcopy(node)
                new.args[index] = ast.BinOp(bound, op, ast.Constant(1))
                yield new


_LAX = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


@operator("< for <=", "slope_at_the_corner", "fencepost", "branches_in_other_order")
def _lax(node: ast.AST) -> Parts:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _LAX:
        node.ops[0] = _LAX[type(node.ops[0])]()
        yield node


@operator("condition turned round", "branches_in_other_order", "empty_grad_means_untracked")
def _turned(node: ast.AST) -> Parts:
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        yield node


@operator("another number")
def _number(node: ast.AST) -> Parts:
    match node:
        case ast.Constant(value=float() | int() as value) if type(value) is not bool:
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)


# Kinds of numbers, values that go nowhere


@operator("int for float", "integer_where_float", "integer_requires_grad", "double_meets_float")
def _integer(node: ast.AST) -> Parts:
    if isinstance(node, ast.Constant) and type(node.value) is float and node.value.is_integer():
        yield ast.Constant(int(node.value))
    if isinstance(node, ast.keyword) and node.arg == "dtype":
        node.value = ast.Attribute(ast.Name("torch", ast.Load()), "float64", ast.Load())
        yield node


@operator("returned value dropped", "result_not_returned", "forward_missing_or_returns_none")
def _unreturned(node: ast.AST) -> Parts:
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Expr(node.value)


@operator(
    "one of several left out",
    "optimizer_holds_old_parameter", "parameter_off_the_path", "bias_left_out", "unregistered_parameter",
    "weight_left_out", "layer_not_frozen", "output_weights_ignored",
)  # fmt: skip
def _one_less(node: ast.AST) -> Parts:
    if isinstance(node, ast.List | ast.Tuple) and isinstance(node.ctx, ast.Load):
        if len(node.elts) < 2 or all(isinstance(one, ast.Constant) for one in node.elts):
            return
        for index in range(len(node.elts)):
            new = copy.deepcopy(node)
            del new.elts[index]
            yield new


@operator("a line left out")
def _line(node: ast.AST) -> Parts:
    if is_zeroing(node) or statement_calls(node, "backward"):
        return  # Operators of their own leave these out.
    if isinstance(node, ast.Expr | ast.AugAssign) and not isinstance(node.value, ast.Constant):
        yield []


@operator("train for eval", "eval_no_grad_confused", "evaluation_leaves_traces")
def _mode(node: ast.AST) -> Parts:
    if is_call(node, "eval", "train") and isinstance(node.func, ast.Attribute):
        node.func.attr = "train" if node.func.attr == "eval" else "eval"
        yield node
