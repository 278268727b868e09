import torch
from torch import Tensor

def evaluate(model, loss_fn, X, y):
    model.eval()
    torch.set_grad_enabled(False)
    loss = loss_fn(model(X), y)
    return loss.item()
