import torch

def three_ways(a, b, c, lr):
    szamlalo = lambda: (a._version, b._version, c._version)
    elotte = szamlalo()
    uj = a.detach() - lr * a.grad
    with torch.no_grad():
        a.copy_(uj)
    b.detach().copy_(uj)
    c.data.copy_(uj)
    utana = szamlalo()
    return [int(u - e) for u, e in zip(utana, elotte)]
