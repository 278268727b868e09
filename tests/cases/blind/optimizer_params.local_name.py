import torch
from torch import Tensor, nn

def optimizer_params(model, outputs, lr):
    model[0].requires_grad_(False)
    last = model[2]
    last = nn.Linear(last.in_features, outputs)
    return torch.optim.SGD(list(model[0].parameters()) + list(last.parameters()), lr=lr)
