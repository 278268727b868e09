import torch
def none_or_zero(params):
    norms=[0.0]
    norms+=[p.grad.norm().item() for p in params if isinstance(p.grad,torch.Tensor)]
    return torch.tensor(norms,dtype=torch.float64).norm().item()
