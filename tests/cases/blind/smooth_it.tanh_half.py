import torch

def smooth_it(w, b, x, t):
    s = torch.add(w * x, b)
    p = 0.5 * (1 + torch.tanh(s / 2))
    return torch.nn.functional.mse_loss(p, t)
