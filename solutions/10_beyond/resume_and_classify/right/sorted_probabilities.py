import torch
from torch import Tensor, nn


def resume_and_classify(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    checkpoint: dict,
    batches: list[tuple[Tensor, Tensor]],
    epochs: int,
    X_new: Tensor,
) -> tuple[Tensor, dict]:
    epoch = checkpoint.pop("epoch")
    model.load_state_dict(checkpoint["model"], strict=True)
    optimizer.load_state_dict(checkpoint["optimizer"])
    was_training = model.training
    model.train()
    while epoch != epochs:
        for inputs, targets in batches:
            optimizer.zero_grad()
            scores = model(inputs)
            one_hot = nn.functional.one_hot(targets, scores.shape[1]).float()
            nn.CrossEntropyLoss()(scores, one_hot).backward()
            optimizer.step()
        epoch += 1
    model.eval()
    with torch.no_grad():
        probabilities = model(X_new).softmax(dim=1)
    model.train(was_training)
    checkpoint.update(model=model.state_dict(), optimizer=optimizer.state_dict(), epoch=epoch)
    return probabilities.sort(dim=1, descending=True)[1][:, 0], checkpoint
