from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    X, y = X[torch.randperm(len(X))], y[torch.randperm(len(y))]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]
