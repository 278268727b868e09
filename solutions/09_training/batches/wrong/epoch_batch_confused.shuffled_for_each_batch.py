from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    for _ in range(0, len(X), batch_size):
        part = torch.randperm(len(X))[:batch_size]
        yield X[part], y[part]
