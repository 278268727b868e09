from torch import Tensor


def stretch(w: Tensor, x: Tensor) -> Tensor:
    result = x.clone()
    result *= w
    return result


def bend(v: Tensor) -> Tensor:
    return v.clone().tanh_()


def miss(prediction: Tensor, y: Tensor) -> Tensor:
    result = prediction.clone()
    result -= y
    return result


def broken_chain(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    misses = miss(bend(stretch(w, x)), y)
    return misses.square().mean()
