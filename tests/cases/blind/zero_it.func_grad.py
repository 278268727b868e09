import torch
from torch.func import grad_and_value

def zero_it(W, x, y, lr, steps):
    f = grad_and_value(lambda w: ((w * x - y) ** 2).mean())
    out = []
    for _ in range(steps):
        g, ertek = f(W.detach())
        out.append(ertek.item())
        with torch.no_grad():
            W -= lr * g
    return out
