import torch

def zero_where(W, x, y, optimizer):
    def closure():
        loss = ((W * x - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        return loss
    return optimizer.step(closure).item()
