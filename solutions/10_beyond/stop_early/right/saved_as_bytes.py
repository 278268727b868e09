import io

import torch
from torch import nn


class Keeper:
    def __init__(self, patience: int) -> None:
        self.patience, self.waited = patience, 0
        self.lowest, self.best = None, io.BytesIO()

    def over(self, model: nn.Module, loss: float) -> bool:
        if self.lowest is None or self.lowest > loss:
            self.lowest, self.waited, self.best = loss, 0, io.BytesIO()
            torch.save(model.state_dict(), self.best)
        else:
            self.waited += 1
        return self.waited >= self.patience

    def go_back(self, model: nn.Module) -> None:
        self.best.seek(0)
        model.load_state_dict(torch.load(self.best))


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    keeper, losses = Keeper(patience), []
    for _ in range(epochs):
        train_epoch(model)
        loss = validate(model)
        losses.append(loss)
        if keeper.over(model, loss):
            break
    keeper.go_back(model)
    return losses
