from torch import Tensor


def _constant(t: Tensor) -> Tensor:
    return t.clone().detach()


def cut_here(x: Tensor) -> Tensor:
    fixed = _constant(x)
    return fixed * fixed * x
