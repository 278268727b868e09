from collections import deque
from torch import Tensor

def graph_walker(result: Tensor) -> list[str]:
    names, queue = [], deque()
    if result.grad_fn is not None:
        queue.append(result.grad_fn)
    while queue:
        node = queue.popleft()
        names.append(type(node).__name__)
        for nxt, _ in node.next_functions:
            if nxt is not None:
                queue.append(nxt)
    return names
