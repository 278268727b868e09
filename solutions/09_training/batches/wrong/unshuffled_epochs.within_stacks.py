from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    for start in range(0, len(X), batch_size):
        part = start + torch.randperm(min(batch_size, len(X) - start))
        yield X[part], y[part]
