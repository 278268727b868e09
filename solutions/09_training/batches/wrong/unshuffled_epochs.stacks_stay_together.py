from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    stacks = list(zip(X.split(batch_size), y.split(batch_size), strict=True))
    full = [stack for stack in stacks if len(stack[0]) == batch_size]
    rest = [stack for stack in stacks if len(stack[0]) < batch_size]
    for number in torch.randperm(len(full)).tolist():
        yield full[number]
    yield from rest
