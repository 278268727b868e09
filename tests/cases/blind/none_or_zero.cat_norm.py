import torch

def none_or_zero(params):
    gradiensek = [p.grad.flatten() for p in params if p.grad is not None]
    if not gradiensek:
        return 0.0
    return torch.linalg.norm(torch.cat(gradiensek)).item()
