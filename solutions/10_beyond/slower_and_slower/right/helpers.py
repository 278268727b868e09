from torch.optim.lr_scheduler import MultiplicativeLR


def one_epoch(model, optimizer, loss_fn, batches):
    model.train()
    for X, y in batches:
        model.zero_grad()
        loss_fn(model(X), y).backward()
        optimizer.step()
    return float(optimizer.param_groups[0]["lr"])


def slower_and_slower(model, optimizer, loss_fn, batches, epochs, factor):
    plan = MultiplicativeLR(optimizer, lr_lambda=lambda _: factor)
    rates = []
    while len(rates) < epochs:
        rates += [one_epoch(model, optimizer, loss_fn, batches)]
        plan.step()
    return tuple(rates)
