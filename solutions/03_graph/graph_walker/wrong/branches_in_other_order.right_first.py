from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    names = []
    waiting = [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.append(type(node).__name__)
            waiting += [child for child, _ in node.next_functions]
    return names
