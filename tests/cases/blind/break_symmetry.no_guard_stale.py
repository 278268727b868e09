import torch
from torch import Tensor, nn

def break_symmetry(model, X, y):
    loss = ((model(X) - y) ** 2).mean()
    loss.backward()
    before = model[0].weight.grad.clone()
    model[0].weight.normal_()
    model[2].weight.normal_()
    model.zero_grad()
    loss.backward()
    return before, model[0].weight.grad
