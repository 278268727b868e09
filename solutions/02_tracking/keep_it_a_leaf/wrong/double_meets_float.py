import numpy as np
import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    drawn = scale * np.random.randn(rows, columns)
    return torch.tensor(drawn, requires_grad=True)
