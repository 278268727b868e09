import torch
from torch import Tensor, nn

def optimizer_params(model, outputs, lr):
    model[0].weight.requires_grad = False
    model[2] = nn.Linear(model[2].in_features, outputs)
    return torch.optim.SGD([model[2].weight], lr=lr)
