import torch
from torch import Tensor, nn


def no_grad_at_all(model: nn.Module, X: Tensor) -> tuple[float, Tensor]:
    with torch.inference_mode():
        numbers = model(X).squeeze(1).tolist()
    return max(numbers), torch.tensor(numbers).unsqueeze(1)
