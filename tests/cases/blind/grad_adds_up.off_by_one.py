import torch
from torch import Tensor

def grad_adds_up(w, slope, times):
    return [i * slope for i in range(times)]
