import torch
from torch import Tensor


def zero_where(W: Tensor, x: Tensor, y: Tensor, optimizer: torch.optim.Optimizer) -> float:
    """Egy tanítási lépést tesz, és visszaadja a W elmozdulása előtti veszteséget.

    W: tanítható levél, alakja (), float32; az optimalizáló mozdítja el.
    x, y: bemenetek és célértékek, alakjuk (N,), float32, követés nélkül.
    optimizer: a W-t tartja; a step() a W.grad szerint mozdítja a W-t, a zero_grad() kiüríti a W.grad-ot.
    """
    # TODO: ezek a sorok jók, a sorrendjük nem. Rendezd át őket, amíg a W tanulni nem kezd.
    optimizer.step()
    loss = ((W * x - y) ** 2).mean()
    loss.backward()
    optimizer.zero_grad()
    return loss.item()
