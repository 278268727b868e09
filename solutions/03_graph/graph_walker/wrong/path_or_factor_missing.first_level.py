from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    if result.grad_fn is None:
        return []
    nodes = [result.grad_fn] + [child for child, _ in result.grad_fn.next_functions]
    return [type(node).__name__ for node in nodes if node is not None]
