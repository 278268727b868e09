from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    torch.seed()
    order = torch.randperm(len(X))
    for part in order.split(batch_size):
        yield X[part], y[part]
