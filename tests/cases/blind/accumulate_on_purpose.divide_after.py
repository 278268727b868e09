import torch
def accumulate_on_purpose(W, trays):
    W.grad = torch.zeros_like(W)
    total, n = 0.0, 0
    for x, y in trays:
        s = (W*x - y).square().sum()
        s.backward()
        total += s.item(); n += x.shape[0]
    W.grad /= n
    return total / n
