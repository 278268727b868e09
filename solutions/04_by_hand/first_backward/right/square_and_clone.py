import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    prediction = torch.mul(w, x)
    loss = torch.square(prediction.sub(y))
    loss.backward()
    return w.grad.clone()
