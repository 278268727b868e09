import torch
from torch import nn

def optimizer_params(model, outputs, lr):
    for p in model[0].parameters():
        p.requires_grad_(False)
    regi = model.pop(2)
    model.append(nn.Linear(regi.in_features, outputs))
    opt = torch.optim.SGD([model[2].weight], lr=lr)
    opt.add_param_group({"params": [model[2].bias]})
    return opt
