import torch


def relative_error(a: float, b: float) -> float:
    pair = torch.tensor([a, b], dtype=torch.float64)
    larger = pair.abs().max()
    return (abs(pair[0] - pair[1]) / larger).item() if larger else 0.0


def hand_meets_autograd(by_hand: float, by_autograd: float) -> str:
    error = relative_error(by_hand, by_autograd)
    if error <= 1e-4:
        return "match"
    if error <= 1e-2:
        return "look again"
    return "mismatch"
