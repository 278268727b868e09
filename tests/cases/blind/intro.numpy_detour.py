import numpy as np
import torch

valasz = np.float64(6 * 7)

def intro():
    """A válasz mindenre."""
    t = torch.as_tensor(float(valasz)).to(dtype=torch.float32)
    return t
