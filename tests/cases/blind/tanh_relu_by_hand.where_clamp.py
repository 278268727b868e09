import torch
def tanh_relu_by_hand(x):
    h = x.tanh()
    slope = torch.addcmul(torch.ones_like(h), h, h, value=-1)
    return h, slope, x.clamp(min=0.0), torch.heaviside(x, torch.zeros(()))
