from torch import Tensor

def graph_walker(result: Tensor) -> list[str]:
    def walk(node):
        if node is None:
            return []
        names = [type(node).__name__]
        for child, _ in node.next_functions:
            names += walk(child)
        return names
    return walk(result.grad_fn)
