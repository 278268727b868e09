import torch
from torch import Tensor

def view_is_not_transpose(batch: Tensor) -> Tensor:
    rows, columns = batch.shape
    return batch.reshape(columns, rows)
