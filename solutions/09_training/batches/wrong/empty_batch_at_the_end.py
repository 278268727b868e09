from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.randperm(len(X))
    for number in range(len(X) // batch_size + 1):
        part = order[number * batch_size : (number + 1) * batch_size]
        yield X[part], y[part]
