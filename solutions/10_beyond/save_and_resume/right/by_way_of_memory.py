import io

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    file = io.BytesIO()
    torch.save([model.state_dict(), optimizer.state_dict(), loss.detach()], file)
    file.seek(0)
    return torch.load(file)


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    of_model, of_optimizer, loss = checkpoint
    model.load_state_dict(of_model)
    optimizer.load_state_dict(of_optimizer)
    return loss.item()
