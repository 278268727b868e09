import torch
from torch import nn

def optimizer_params(model, outputs, lr):
    for parameter in model[0].parameters():
        parameter.requires_grad = False
    rejtett = model[-1].weight.size(dim=1)
    model[-1] = nn.Linear(in_features=rejtett, out_features=outputs)
    tanulo = [p for p in model.parameters() if p.requires_grad]
    return torch.optim.SGD(params=tanulo, lr=lr)

if __name__ == "__main__":
    m = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1))
    print(optimizer_params(m, 2, 0.1), m)
