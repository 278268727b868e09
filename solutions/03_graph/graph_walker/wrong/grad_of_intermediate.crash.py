from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    names = [type(result.grad).__name__]
    for child, _ in result.grad.next_functions:
        names.append(type(child).__name__)
    return names
