import torch
from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    factors = [x, w]
    if not x > 3:
        factors.append(w)
    with torch.no_grad():
        h = torch.stack(factors).prod()
        while h > 1:
            factors.append(w)
            h = h * w
    return torch.prod(torch.stack(factors))
