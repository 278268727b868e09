from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    names = []
    node = result.grad_fn
    while node is not None:
        names.append(type(node).__name__)
        node = node.next_functions[0][0] if node.next_functions else None
    return names
