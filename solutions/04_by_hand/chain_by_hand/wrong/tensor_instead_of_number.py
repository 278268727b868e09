import torch


def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    w, b, x, y = torch.tensor([w, b, x, y])
    residual = w * x + b - y
    return 2 * residual * x, 2 * residual
