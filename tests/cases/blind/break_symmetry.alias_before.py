import torch
from torch import Tensor, nn

def break_symmetry(model, X, y):
    ((model(X) - y) ** 2).mean().backward()
    before = model[0].weight.grad
    nn.init.normal_(model[0].weight)
    nn.init.normal_(model[2].weight)
    model.zero_grad(set_to_none=False)
    ((model(X) - y) ** 2).mean().backward()
    after = model[0].weight.grad
    return before, after
