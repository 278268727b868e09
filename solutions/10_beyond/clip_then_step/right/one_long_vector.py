import torch
from torch.nn.utils import parameters_to_vector


def clip_then_step(model, optimizer, loss_fn, X, y, limit):
    model.zero_grad()
    torch.autograd.backward(loss_fn(model(X), y))
    arrow = parameters_to_vector(p.grad for p in model.parameters())
    length = torch.linalg.vector_norm(arrow)
    factor = torch.clamp(limit / length, max=1.0)
    for p in model.parameters():
        p.grad.mul_(factor)
    optimizer.step()
    return float(length)
