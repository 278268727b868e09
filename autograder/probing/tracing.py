"""From a tensor to the graph behind it, as data to draw."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from autograder.drawing import MAX_NODES, Edge, Graph, Kind, Node, label_of_operation
from autograder.probing.flow import Flow

__all__ = ["graph_of", "named_tensors"]

#: Most numbers of a tensor that is shown with its values.
_MAX_VALUES = 4
# Variables, and entries of one list or dict, that are looked through for names.
_MAX_LOOKED_AT = 10_000
_MAX_ENTRIES = 1_000


def graph_of(result: Tensor, names: Mapping[str, Tensor] | None = None) -> Graph:
    """
    Return the graph behind *result*: each node once, however many ways lead to it.

    Nothing is changed: no backward pass is run, no hook is called or left behind. Leaves are noted
    with value, shape and ``.grad``, and so are results that a variable in *names* holds (with their
    ``.grad`` if it is retained). Edges have the gradients that a backward pass from *result* would
    send along them, if *result* is a single number and the graph is whole and not used up; see
    :class:`~autograder.probing.flow.Flow`.

    Args:
        result: A tensor that requires grad.
        names: Tensors by the names to show; a leaf that has none is ``leaf``.

    Returns:
        At most 500 nodes, those nearest to *result*; ``…`` stands for all the rest.
    """
    # So that no journal takes this for the learner's doing.
    with torch._C.DisableTorchFunction():
        return _Walk(names or {}).graph(result)


def named_tensors(variables: Mapping[str, Any]) -> dict[str, Tensor]:
    """
    Return the tensors that *variables* hold, also in lists, dicts and models, by name.

    The first name of a tensor in the order of *variables* is the one in use; names of what lies
    in a list, dict or model are written as in code: ``params[0]``, ``model.weight``.
    """
    plain: dict[str, Tensor] = {}
    inside: dict[str, Tensor] = {}
    for name, value in list(variables.items())[:_MAX_LOOKED_AT]:
        # IPython keeps old results as _, __, _12 and lists of them.
        if name.startswith("_") or name in ("In", "Out"):
            continue
        if isinstance(value, Tensor):
            plain[name] = value
        elif isinstance(value, nn.Module):
            inside.update((f"{name}.{part}", one) for part, one in value.named_parameters())
        elif type(value) is list or type(value) is tuple:
            inside.update(_tensors((f"{name}[{i}]", one) for i, one in enumerate(value)))
        elif type(value) is dict:
            inside.update(_tensors((f"{name}[{key!r}]", one) for key, one in _entries(value)))
    return plain | {name: tensor for name, tensor in inside.items() if name not in plain}


def _entries(value: dict[Any, Any]) -> Iterable[tuple[object, object]]:
    return [(key, one) for key, one in value.items() if type(key) in (str, int)]


def _tensors(named: Iterable[tuple[str, object]]) -> dict[str, Tensor]:
    found = {}
    for place, (name, value) in enumerate(named):
        if place == _MAX_ENTRIES:
            break
        if isinstance(value, Tensor):
            found[name] = value
    return found


class _Walk:
    def __init__(self, names: Mapping[str, Tensor]) -> None:
        self._leaves: dict[int, str] = {}
        self._results: dict[Any, tuple[str, Tensor]] = {}
        for name, tensor in names.items():
            if tensor.grad_fn is None:
                self._leaves.setdefault(id(tensor), name)
            else:
                self._results.setdefault(tensor.grad_fn, (name, tensor))
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._ways: list[tuple[Any, int]] = []  # for each edge its node and the input's place
        self._ids: dict[Any, str] = {}

    def graph(self, result: Tensor) -> Graph:
        if result.grad_fn is None:
            return Graph((self._leaf("0", result),))
        # Breadth first, so that of a large graph only distant nodes are left out.
        waiting = deque([self._add(result.grad_fn)])
        while waiting:
            current = waiting.popleft()
            for place, (child, _) in enumerate(current.next_functions):
                if child is not None and child in self._ids:
                    end = self._ids[child]
                elif len(self._nodes) >= MAX_NODES - 1:
                    end = self._rest()
                elif child is None:
                    end = str(len(self._nodes))
                    self._nodes.append(Node(end, "const", Kind.CONSTANT))
                else:
                    waiting.append(self._add(child))
                    end = self._ids[child]
                self._edges.append(Edge(self._ids[current], end))
                self._ways.append((current, place))
        if self._nodes[-1].kind is Kind.REST:
            # Nodes that are left out may lead back to nodes that are drawn, so no sum is certain.
            return Graph(tuple(self._nodes), tuple(self._edges))
        flow = Flow(result)
        edges = (
            replace(edge, gradient=_flowing(flow.along(*way)))
            for edge, way in zip(self._edges, self._ways, strict=True)
        )
        return Graph(tuple(self._nodes), tuple(edges), flow.used)

    def _add(self, node: Any) -> Any:
        identity = str(len(self._nodes))
        self._ids[node] = identity
        variable = getattr(node, "variable", None)
        if isinstance(variable, Tensor):
            self._nodes.append(self._leaf(identity, variable))
        else:
            self._nodes.append(self._operation(identity, node))
        return node

    def _rest(self) -> str:
        """The one node that stands for all that was left out; it is the last."""
        if self._nodes[-1].kind is not Kind.REST:
            self._nodes.append(Node(str(len(self._nodes)), "…", Kind.REST))
        return self._nodes[-1].id

    def _leaf(self, identity: str, tensor: Tensor) -> Node:
        name = self._leaves.get(id(tensor), "leaf")
        return Node(
            identity,
            name,
            Kind.LEAF,
            name,
            value=_short(tensor),
            gradient=_gradient(tensor.grad),
            shape=_shape(tensor.shape),
        )

    def _operation(self, identity: str, node: Any) -> Node:
        name = str(node.name())
        variable, tensor = self._results.get(node, ("", None))
        shape = gradient = value = ""
        if tensor is not None:
            value, shape = _short(tensor), _shape(tensor.shape)
            # Torch warns when .grad is read where it is not retained.
            gradient = _gradient(tensor.grad) if tensor.retains_grad else ""
        else:
            outputs: Any = getattr(node, "_input_metadata", ())  # not in every version of torch
            if len(outputs) == 1:
                shape = _shape(outputs[0].shape)
        return Node(
            identity,
            label_of_operation(name),
            Kind.OPERATION,
            name,
            variable=variable,
            value=value,
            gradient=gradient,
            shape=shape,
        )


def _shape(shape: Iterable[int]) -> str:
    """The shape as torch prints it; nothing for a single number, whose value is shown."""
    sizes = tuple(int(size) for size in shape)
    return str(sizes) if sizes else ""


def _gradient(gradient: Tensor | None) -> str:
    if gradient is None:
        return "None"
    return _short(gradient) or f"tensor {_shape(gradient.shape)}"


def _flowing(gradient: Tensor | None) -> str:
    """The gradient on an edge: a few numbers as they are, many by their norm; none as nothing."""
    if gradient is None:
        return ""
    if gradient.is_sparse:
        gradient = gradient.to_dense()
    return _short(gradient) or f"|g| = {gradient.norm().item():.4g}"


def _short(tensor: Tensor) -> str:
    """The numbers of a small tensor, such as ``[1.0, 2.5]``; nothing for a larger one."""
    if tensor.numel() > _MAX_VALUES or tensor.device.type == "meta" or tensor.is_sparse:
        return ""
    return _number(tensor.tolist())


def _number(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_number, value))}]"
    if isinstance(value, float):
        text = f"{value:.4g}"
        return text if any(sign in text for sign in ".en") else f"{text}.0"
    return str(value)
