from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    names = []

    def visit(node):
        names.append(type(node).__name__)
        for child, _ in node.next_functions:
            visit(child)

    visit(result.grad_fn)
    return names
