from torch import Tensor


def step(w: Tensor, lr: float) -> None:
    """Move w in place."""
    # TODO: one step downhill.
    raise NotImplementedError
