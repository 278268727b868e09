from collections import OrderedDict
from torch import nn

def sequential(inputs, hidden):
    model = nn.Sequential(OrderedDict([
        ("hidden", nn.Linear(inputs, hidden)),
        ("act", nn.Tanh()),
        ("out", nn.Linear(hidden, 1)),
    ]))
    return model, sum(p.numel() for p in model.parameters())
