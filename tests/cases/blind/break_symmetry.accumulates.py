import torch
from torch import Tensor, nn

def break_symmetry(model, X, y):
    loss = ((model(X) - y) ** 2).mean()
    loss.backward()
    before = model[0].weight.grad.clone()
    nn.init.normal_(model[0].weight)
    nn.init.normal_(model[2].weight)
    loss = ((model(X) - y) ** 2).mean()
    loss.backward()
    return before, model[0].weight.grad
