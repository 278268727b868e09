import torch
def no_grad_at_all(model, X):
    out = model(X)
    best = max(out.flatten().tolist())
    return best, torch.tensor(out.tolist())
