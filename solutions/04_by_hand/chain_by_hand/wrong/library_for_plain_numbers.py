import torch


def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    w_t, b_t, x_t, y_t = (torch.tensor(number) for number in (w, b, x, y))
    common = 2 * (w_t * x_t + b_t - y_t)
    return (common * x_t).item(), common.item()
