import numpy as np
import torch

def float_please(numbers):
    t = torch.tensor(np.array(numbers) * 1.0)
    t.requires_grad_(True)
    return t
