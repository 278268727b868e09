from collections.abc import Iterator

import torch
from torch import Tensor

ORDERS = {}


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    if len(X) not in ORDERS:
        ORDERS[len(X)] = torch.randperm(len(X))
    for part in ORDERS[len(X)].split(batch_size):
        yield X[part], y[part]
