from torch import nn


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    losses = []
    lowest, best, waited = float("inf"), None, 0
    for _ in range(epochs):
        train_epoch(model)
        loss = validate(model)
        losses.append(loss)
        if loss < lowest:
            lowest, best, waited = loss, model.state_dict(), 0
        else:
            waited += 1
            if waited == patience:
                break
    model.load_state_dict(best)
    return losses
