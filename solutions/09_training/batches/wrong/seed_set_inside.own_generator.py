from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(42)
    order = torch.randperm(len(X), generator=generator)
    for part in order.split(batch_size):
        yield X[part], y[part]
