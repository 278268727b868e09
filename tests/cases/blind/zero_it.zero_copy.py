import torch

def zero_it(W, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((W * x - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
            W.grad -= W.grad.clone()
    return losses
