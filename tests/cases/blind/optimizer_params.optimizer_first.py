import torch
from torch import Tensor, nn

def optimizer_params(model, outputs, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model[0].requires_grad_(False)
    model[2] = nn.Linear(model[2].in_features, outputs)
    return optimizer
