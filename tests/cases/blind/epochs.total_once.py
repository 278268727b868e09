import torch
from torch import Tensor

def epochs(model, optimizer, loss_fn, loader, count):
    diary = []
    total, samples = 0.0, 0
    for _ in range(count):
        for X, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(X)
            samples += len(X)
        diary.append(total / samples)
    return diary
