import numpy as np
import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    drawn = np.random.normal(0, scale, (rows, columns))
    return torch.tensor(drawn, dtype=torch.float32, requires_grad=True)
