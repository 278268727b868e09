from torch import Tensor


def build_this_graph(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    result = w * x
    result += b
    return result.tanh_()
