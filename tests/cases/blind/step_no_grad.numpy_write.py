import torch

def step_no_grad(W, lr):
    uj = W.detach().numpy() - lr * W.grad.numpy()
    with torch.no_grad():
        W.copy_(torch.from_numpy(uj))
