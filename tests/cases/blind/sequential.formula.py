import torch
from torch import nn

def sequential(inputs, hidden):
    halo = nn.Sequential()
    for reteg in [nn.Linear(inputs, hidden, bias=True), nn.Tanh(), nn.Linear(hidden, 1)]:
        halo.append(reteg)
    darab = inputs * hidden + hidden + hidden * 1 + 1
    return halo, darab

if __name__ == "__main__":
    print(sequential(3, 4))
