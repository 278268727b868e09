from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    found = []

    def visit(node):
        found.append(node.__class__.__name__)
        for entry in node.next_functions:
            if entry[0] is not None:
                visit(entry[0])

    if result.requires_grad and not result.is_leaf:
        visit(result.grad_fn)
    return found
