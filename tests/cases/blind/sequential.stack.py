import torch
from torch import nn

def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    model = nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1))
    return model, sum(p.numel() for p in model.parameters() if p.requires_grad)
