import numpy as np
import torch
def scalar_or_vector(readings):
    if readings.ndim == 0:
        return 1, readings.item()
    a = readings.numpy()
    return int(a.size), float(np.mean(a))
