import torch
from torch import Tensor


def view_is_not_transpose(batch: Tensor) -> Tensor:
    rows_first = batch.permute(1, 0)
    return rows_first.clone()
