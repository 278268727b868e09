from torch import Tensor


def _walk(node: object) -> list[str]:
    if node is None:
        return []
    names = []
    for child, _ in node.next_functions:
        names += _walk(child)
    names.append(type(node).__name__)
    return names


def graph_walker(result: Tensor) -> list[str]:
    return _walk(result.grad_fn)
