import torch

def zero_it(W, x, y, lr, steps):
    losses, regi = [], torch.zeros_like(W)
    for _ in range(steps):
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        friss = W.grad - regi
        regi = W.grad.clone()
        with torch.no_grad():
            W -= lr * friss
        losses.append(loss.item())
    return losses
