import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    hidden = model[0].out_features
    model.pop(2)
    for layer in model:
        for parameter in layer.parameters():
            parameter.detach_()
    model.append(nn.Linear(hidden, outputs))
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return torch.optim.SGD(trained, lr=lr)
