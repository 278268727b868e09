import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    """Helyben tanítja a W-t, és visszaadja minden lépés veszteségét, a W elmozdulása előttről.

    W: tanítható levél, () vagy (1,) alakú, float32, a .grad mezője még üres; ez változik meg.
    x, y: bemenetek és célértékek, (N,) alakúak, float32, követés nélkül.
    lr: tanulási ráta, egységnyi gradiensre jutó lépéshossz.
    steps: hány lépést kell tenni.
    """
    losses = []
    for _ in range(steps):
        # TODO: a ciklus lefut, de a W a második lépéstől nem annyit mozdul, amennyit kell. Javítsd ki.
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        losses.append(loss.item())
    return losses
