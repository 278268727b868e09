import torch
from torch import Tensor


def leaf_detective() -> dict[str, bool]:
    """Nyolc kifejezésről megmondja, hogy levelet ad-e.

    w = torch.randn(3, 1, requires_grad=True), x = torch.randn(5, 3)
    Visszaad: minden kifejezéshez True vagy False értéket.
    """
    return {
        # TODO: minden None helyére True vagy False kerüljön.
        "w": None,
        "x": None,
        "x * 2": None,
        "w * 2": None,
        "x @ w": None,
        "w.detach()": None,
        "torch.randn(3, 1, requires_grad=True) * 0.01": None,
        "(torch.randn(3, 1) * 0.01).requires_grad_()": None,
    }


def describe(t: Tensor) -> str:
    """Megmondja, mi egy tenzor az autograd számára.

    t: bármilyen alakú, float32; ne változzon.
    Visszaad: "parameter", "data" vagy "result".
    """
    # TODO: kérdezd meg magát a t-t, és add vissza a három szöveg egyikét.
    raise NotImplementedError
