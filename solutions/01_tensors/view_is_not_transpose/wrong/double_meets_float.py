import numpy as np
import torch
from torch import Tensor


def view_is_not_transpose(batch: Tensor) -> Tensor:
    return torch.tensor(np.array(batch.tolist()).T)
