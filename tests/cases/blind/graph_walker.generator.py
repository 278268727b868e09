import torch
from typing import Iterator
def names_behind(node) -> Iterator[str]:
    if node is not None:
        yield type(node).__name__
        for pair in node.next_functions: yield from names_behind(pair[0])
def graph_walker(result: torch.Tensor) -> list[str]:
    return list(names_behind(result.grad_fn))
if __name__ == "__main__":
    a = torch.ones(2, requires_grad=True)
    print(graph_walker((a * a).sum()))
