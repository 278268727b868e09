import torch


def relative_error(a: float, b: float) -> float:
    a, b = torch.tensor(a, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)
    return ((a - b).abs() / torch.maximum(a.abs(), b.abs())).item()


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    if error > 1e-2:
        return "mismatch"
    if error > 1e-4:
        return "look again"
    return "match"
