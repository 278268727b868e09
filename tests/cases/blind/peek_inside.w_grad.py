import torch
from torch import Tensor

def peek_inside(warm, judge, w):
    air = warm(w)
    loss = judge(air)
    loss.backward()
    return w.grad
