import torch
def peek_inside(warm, judge, w):
    air = warm(w)
    loss = judge(air)
    g_air, g_w = torch.autograd.grad(loss, (air, w))
    w.grad = g_w
    return g_air
