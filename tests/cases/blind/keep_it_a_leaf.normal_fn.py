import torch

def keep_it_a_leaf(rows, columns, scale):
    szamok = torch.normal(mean=0.0, std=scale, size=(rows, columns))
    return torch.nn.Parameter(szamok, requires_grad=True)
