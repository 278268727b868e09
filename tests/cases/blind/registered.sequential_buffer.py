import torch
from torch import nn

class Tower(nn.Module):
    def __init__(self, inputs, hidden, depth, mean):
        super().__init__()
        self.register_buffer(name="mean", tensor=mean.clone(), persistent=True)
        self.layers = nn.Sequential()
        be = inputs
        for i in range(depth):
            self.layers.append(nn.Linear(be, hidden))
            be = hidden
        self.output = nn.Linear(hidden, 1)
        self.register_parameter("scale", nn.Parameter(torch.tensor([1.0])))

    def forward(self, X):
        H = X - self.mean
        for reteg in self.layers:
            H = reteg(H).tanh()
        return self.output(H) * self.scale

def registered(inputs, hidden, depth, mean):
    return Tower(inputs, hidden, depth, mean)

if __name__ == "__main__":
    print(list(registered(3, 4, 2, torch.zeros(3)).state_dict()))
