import torch
def keep_it_a_leaf(rows, columns, scale):
    W = torch.randn(rows, columns, requires_grad=True) * scale
    W = W.detach()
    W.requires_grad = True
    return W
