import torch

def hidden_by_hand(X, y, W1, W2, lr, steps):
    params = [W1, W2]
    naplo = []
    for _ in range(steps):
        elteres = ((X @ W1).tanh() @ W2).flatten() - y.flatten()
        loss = elteres.square().mean()
        for p, g in zip(params, torch.autograd.grad(loss, params)):
            p.detach().sub_(lr * g)
        naplo.append(loss.item())
    return naplo
