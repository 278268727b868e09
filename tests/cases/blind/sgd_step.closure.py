import torch

def sgd_step(model, optimizer, loss_fn, X, y):
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(X), y)
        loss.backward()
        return loss
    return optimizer.step(closure).item()
