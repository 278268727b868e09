import torch
from torch import Tensor


def view_is_not_transpose(batch: Tensor) -> Tensor:
    rows, columns = batch.shape
    result = torch.zeros(columns, rows)
    for i in range(rows):
        for j in range(columns):
            result[i, j] = batch[i, j]
    return result
