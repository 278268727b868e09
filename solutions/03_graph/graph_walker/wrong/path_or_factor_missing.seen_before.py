from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    seen = []

    def walk(node):
        if node is not None and node not in seen:
            seen.append(node)
            for child, _ in node.next_functions:
                walk(child)

    walk(result.grad_fn)
    return [type(node).__name__ for node in seen]
