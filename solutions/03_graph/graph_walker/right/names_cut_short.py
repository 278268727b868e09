from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    def walk(node):
        if not node:
            return ()
        behind = [walk(child) for child, _ in node.next_functions]
        return (node.name().split("::")[-1], *sum(behind, ()))

    return list(walk(result.grad_fn))
