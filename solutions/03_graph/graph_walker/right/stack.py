from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    names = []
    waiting = [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        names.append(type(node).__name__)
        waiting.extend(child for child, _ in reversed(node.next_functions))
    return names
