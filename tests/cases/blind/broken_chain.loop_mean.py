import torch

def stretch(w, x):
    return torch.stack([w * e for e in x])

def bend(v):
    e = torch.exp(2 * v)
    return (e - 1) / (e + 1)

def miss(prediction, y):
    return prediction + (-1) * y

def broken_chain(w, x, y):
    osszeg = torch.zeros(())
    for m in miss(bend(stretch(w, x)), y):
        osszeg = osszeg + m * m
    return osszeg / len(x)
