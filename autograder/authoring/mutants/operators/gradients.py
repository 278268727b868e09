"""What is recorded, when gradients are made and zeroed, and how parameters are updated."""

from __future__ import annotations

import ast
import copy

from autograder.authoring.mutants.operators.operator import Parts, operator
from autograder.authoring.mutants.operators.patterns import (
    called_method,
    is_call,
    is_in_place,
    is_no_grad,
    is_zeroing,
    loaded,
    method,
    name_of,
    statement_calls,
)

# Recording


@operator(
    "no_grad left out",
    "update_under_graph", "eval_no_grad_confused", "loss_keeps_graph", "tensor_instead_of_number",
    "rebinds_parameter", "forward_under_no_grad", "parameter_is_not_leaf", "copy_tracked",
)  # fmt: skip
def _without_no_grad(node: ast.AST) -> Parts:
    if isinstance(node, ast.With) and any(is_no_grad(item.context_expr) for item in node.items):
        yield node.body
    if isinstance(node, ast.FunctionDef) and any(map(is_no_grad, node.decorator_list)):
        node.decorator_list = [one for one in node.decorator_list if not is_no_grad(one)]
        yield node


@operator("no_grad not called", "no_grad_not_called")
def _no_grad_uncalled(node: ast.AST) -> Parts:
    if isinstance(node, ast.With) and is_no_grad(node.items[0].context_expr):
        call = node.items[0].context_expr
        node.items[0].context_expr = call.func if isinstance(call, ast.Call) else call
        yield node


@operator(
    "a result cut off from its graph",
    "graph_cut", "error_silenced_not_fixed", "detach_as_statement", "gradient_not_from_autograd",
    "nothing_requires_grad", "data_for_detach", "parameter_off_the_path", "copy_tracked", "tracked_too_late",
)  # fmt: skip
def _cut(node: ast.AST) -> Parts:
    if isinstance(node, ast.Assign | ast.Return) and isinstance(node.value, ast.BinOp | ast.Call):
        for name in ("detach", "item"):
            new = copy.deepcopy(node)
            new.value = method(node.value, name)
            yield new


@operator(
    "detach() or item() left out",
    "loss_keeps_graph", "tensor_instead_of_number", "history_is_alias", "alias_instead_of_copy",
    "graph_read_backwards", "road_left_open", "float_on_tracked", "numpy_on_tracked", "copy_tracked",
)  # fmt: skip
def _uncut(node: ast.AST) -> Parts:
    if (inner := called_method(node, "detach", "item", "tolist")) is not None:
        yield inner
    if isinstance(node, ast.Call) and name_of(node.func) == "float" and len(node.args) == 1:
        yield node.args[0]


@operator("detach() for item()", "tensor_instead_of_number", "history_is_alias", "loss_keeps_graph")
def _detached_for_number(node: ast.AST) -> Parts:
    if (inner := called_method(node, "item")) is not None:
        yield method(inner, "detach")


@operator(".data for detach()", "data_for_detach", "data_bypasses_autograd")
def _data_for_detach(node: ast.AST) -> Parts:
    if (inner := called_method(node, "detach")) is not None:
        yield ast.Attribute(inner, "data", ast.Load())


@operator(
    "alias for copy", "alias_instead_of_copy", "history_is_alias", "copy_returned", "copy_moved"
)
def _alias(node: ast.AST) -> Parts:
    if (inner := called_method(node, "clone")) is not None:
        yield inner
    if is_call(node, "deepcopy", "copy") and node.args:
        yield node.args[0]


@operator(
    "requires_grad left out",
    "nothing_requires_grad", "bias_left_out", "every_input_must_track", "bias_misplaced", "weight_left_out",
    "tracked_too_late", "parameter_off_the_path", "tracking_left_off", "copy_tracked",
)  # fmt: skip
def _untracked(node: ast.AST) -> Parts:
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg == "requires_grad":
                new = copy.deepcopy(node)
                del new.keywords[index]
                yield new
    if (inner := called_method(node, "requires_grad_")) is not None:
        yield inner


# backward() and .grad


@operator("backward() left out", "backward_or_step_missing", "backward_not_called")
def _no_backward(node: ast.AST) -> Parts:
    if statement_calls(node, "backward"):
        yield []


@operator("backward without parentheses", "backward_not_called")
def _uncalled_backward(node: ast.AST) -> Parts:
    if isinstance(node, ast.Expr) and is_call(node.value, "backward", "step", "zero_grad"):
        yield ast.Expr(node.value.func)


@operator("backward() for a gradient", "backward_returns_gradient")
def _returned_by_backward(node: ast.AST) -> Parts:
    if is_call(node, "grad") and isinstance(node.func, ast.Attribute) and node.args:
        yield method(node.args[0], "backward")


@operator("zeroing left out", "grad_not_zeroed", "zeroed_while_adding_up")
def _no_zeroing(node: ast.AST) -> Parts:
    if is_zeroing(node):
        yield []


@operator("zeroing with a number", "grad_assigned_number")
def _zero_as_number(node: ast.AST) -> Parts:
    if is_zeroing(node) and isinstance(node, ast.Assign):
        node.value = ast.Constant(0)
        yield node


# Updates


@operator(
    "= for in-place",
    "rebinds_parameter", "rebinds_under_no_grad", "alias_instead_of_copy", "result_not_kept", "copy_moved",
)  # fmt: skip
def _rebinding(node: ast.AST) -> Parts:
    if isinstance(node, ast.AugAssign):
        read = loaded(node.target)
        yield ast.Assign([node.target], ast.BinOp(read, node.op, node.value))
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=target), attr="sub_" | "add_" | "mul_") as func
            ) as call
        ):
            func.attr = func.attr[:-1]
            yield ast.Assign([ast.Name(target, ast.Store())], call)


@operator(
    "in-place result thrown away", "result_not_kept", "result_not_returned", "detach_as_statement"
)
def _not_in_place(node: ast.AST) -> Parts:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) as func)) if is_in_place(name):
            func.attr = name[:-1]
            yield node


@operator(
    "in-place for =", "update_under_graph", "value_changed_before_backward", "alias_instead_of_copy"
)
def _in_place(node: ast.AST) -> Parts:
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=read), op=op, right=right),
        ) if name == read:
            yield ast.AugAssign(ast.Name(name, ast.Store()), op, right)


@operator("update through .data", "data_bypasses_autograd")
def _through_data(node: ast.AST) -> Parts:
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        node.target = ast.Attribute(loaded(node.target), "data", ast.Store())
        yield node
