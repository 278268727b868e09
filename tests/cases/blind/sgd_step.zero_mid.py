import torch

def sgd_step(model, optimizer, loss_fn, X, y):
    loss = loss_fn(model.forward(X), y)
    model.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())
