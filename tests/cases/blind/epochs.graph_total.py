import torch
from torch import nn

def epochs(model: nn.Module, optimizer, loss_fn, loader, count: int) -> list[float]:
    diary = []
    for _ in range(count):
        total, samples = 0.0, 0
        for X, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
            total += loss * len(X)
            samples += len(X)
        diary.append((total / samples).item())
    return diary
