import torch
from torch import Tensor

def epochs(model, optimizer, loss_fn, loader, count):
    diary = []
    for _ in range(count):
        losses = []
        optimizer.zero_grad()
        for X, y in loader:
            loss = loss_fn(model(X), y)
            loss.backward()
            losses.append(loss.item())
        optimizer.step()
        diary.append(sum(losses) / len(losses))
    return diary
