import torch
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def __init__(self, inputs, hidden):
        super(Net, self).__init__()
        self.act = torch.tanh
        self.gain = nn.Parameter(data=torch.full((1,), 1.0), requires_grad=True)
        self.hidden, self.output = nn.Linear(inputs, hidden), nn.Linear(hidden, 1)
    def forward(self, X):
        z = F.linear(X, self.hidden.weight, self.hidden.bias)
        return self.gain * F.linear(self.act(z), self.output.weight, self.output.bias)
def custom_module(inputs, hidden): return Net(inputs, hidden)
