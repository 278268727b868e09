from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.randperm(len(X))
    start = 0
    while start <= len(X):
        part = order[start : start + batch_size]
        yield X[part], y[part]
        start += batch_size
