import torch
from torch import Tensor

def evaluate(model, loss_fn, X, y):
    mode = model.training
    model.eval()
    loss = loss_fn(model(X), y)
    model.train(mode)
    return loss.item()
