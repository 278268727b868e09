import torch

def silent_alarm(x, new):
    proba = x.detach().clone().requires_grad_()
    proba.pow(2).sum().backward()
    with torch.no_grad():
        x.copy_(new)
    return proba.grad
