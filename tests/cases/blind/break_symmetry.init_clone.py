import torch
from torch import nn
import torch.nn.functional as F

def break_symmetry(model, X, y):
    F.mse_loss(model(X), y).backward()
    elotte = model[0].weight.grad.clone()
    for reteg in model:
        if isinstance(reteg, nn.Linear):
            nn.init.xavier_uniform_(reteg.weight)
    model.zero_grad()
    F.mse_loss(model(X), y).backward()
    return (elotte, model[0].weight.grad)

if __name__ == "__main__":
    m = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    print(break_symmetry(m, torch.randn(4, 2), torch.randn(4, 1)))
