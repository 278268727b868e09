import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, inputs, hidden):
        nn.Module.__init__(self)
        for nev, (be, ki) in {"hidden": (inputs, hidden), "output": (hidden, 1)}.items():
            self.add_module(nev, nn.Linear(in_features=be, out_features=ki))
        self.register_parameter("gain", nn.Parameter(torch.tensor([1.0])))

    def forward(self, X):
        H = self.hidden(X).tanh()
        return self.output(H).mul(self.gain)

def custom_module(inputs, hidden):
    return Net(inputs=inputs, hidden=hidden)

if __name__ == "__main__":
    print([n for n, _ in custom_module(3, 4).named_parameters()])
