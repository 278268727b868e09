from torch import Tensor


def _walk(node: object) -> list[str]:
    if node is None:
        return []
    names = [type(node).__name__]
    for child, _ in node.next_functions:
        names += _walk(child)
    return names


def graph_walker(result: Tensor) -> list[str]:
    print(_walk(result.grad_fn))
