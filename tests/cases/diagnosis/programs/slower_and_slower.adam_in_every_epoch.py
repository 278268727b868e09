import torch
def slower_and_slower(model, optimizer, loss_fn, batches, epochs, factor):
    lr = optimizer.param_groups[0]["lr"]
    rates = []
    for e in range(epochs):
        opt = torch.optim.Adam(model.parameters(), lr=lr)
        rates.append(lr)
        for X, y in batches:
            opt.zero_grad()
            loss_fn(model(X), y).backward()
            opt.step()
        lr = lr * factor
    return rates
