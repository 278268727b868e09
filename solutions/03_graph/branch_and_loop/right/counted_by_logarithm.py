import math

from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    first = 1 if float(x) > 3 else 2
    landing = float(x) * float(w) ** first
    more = math.ceil(math.log(landing) / -math.log(float(w))) if landing > 1 else 0
    return x * w.pow(first + more)
