import torch

def ajto(t, nezet, lr):
    elotte = t._version
    nezet.add_(t.grad, alpha=-lr)
    return t._version - elotte

def three_ways(a, b, c, lr):
    with torch.no_grad():
        elso = ajto(a, a, lr)
    return [elso, ajto(b, b.detach(), lr), ajto(c, c.data, lr)]

if __name__ == "__main__":
    ts = [torch.ones(2, requires_grad=True) for _ in "abc"]
    for t in ts:
        t.sum().backward()
    print(three_ways(*ts, lr=0.5))
