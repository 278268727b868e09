from torch import Tensor


def _nodes(node):
    if node is not None:
        yield node
        for pair in node.next_functions:
            yield from _nodes(pair[0])


def graph_walker(result: Tensor) -> list[str]:
    return [type(node).__name__ for node in _nodes(result.grad_fn)]
