from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.randperm(len(y))
    return list(zip(X[order].split(batch_size), y[order].split(batch_size), strict=True))
