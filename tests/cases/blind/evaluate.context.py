from contextlib import contextmanager
import torch

@contextmanager
def vizsga(model):
    mod = model.training
    try:
        with torch.inference_mode():
            yield model.eval()
    finally:
        model.train(mode=mod)

def evaluate(model, loss_fn, X, y):
    with vizsga(model) as m:
        return loss_fn(m(X), y).item()
