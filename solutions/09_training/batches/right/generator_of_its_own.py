from collections.abc import Iterator

import torch
from torch import Tensor

shuffler = torch.Generator().manual_seed(42)


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.randperm(len(X), generator=shuffler)
    for part in order.split(batch_size):
        yield X[part], y[part]
