import random
from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator()
    generator.manual_seed(random.randrange(2**40))
    order = torch.randperm(len(X), generator=generator)
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]
