from torch import Tensor


def slope(x: Tensor) -> Tensor:
    """Return the derivative of x³ at x, a scalar leaf."""
    # TODO: ask autograd.
    raise NotImplementedError
