from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.rand(len(X)).argsort().tolist()
    result = []
    for start in range(0, len(order), batch_size):
        numbers = order[start : start + batch_size]
        result.append([X[numbers], y[numbers]])
    return result
