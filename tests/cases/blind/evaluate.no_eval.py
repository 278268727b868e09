import torch
from torch import Tensor

def evaluate(model, loss_fn, X, y):
    with torch.no_grad():
        return loss_fn(model(X), y).item()
