import torch
from torch import nn


def resume_and_classify(model, optimizer, checkpoint, batches, epochs, X_new):
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    model.train(True)
    for epoch in range(checkpoint["epoch"] + 1, epochs + 1):
        for X, y in batches:
            nn.CrossEntropyLoss(reduction="sum")(model(X), y).div(len(y)).backward()
            optimizer.step()
            optimizer.zero_grad()
        checkpoint = {
            "epoch": epoch,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "loss": "not asked for",
        }
    with torch.inference_mode():
        scores = model.train(False)(X_new)
        classes = scores.argmax(1)
    return classes, checkpoint
