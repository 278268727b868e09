import torch
from torch import Tensor

# This is how a tensor with the number 7 in it is made: torch.tensor(7.0)


def intro() -> Tensor:
    """Return the answer to everything, as a tensor.

    Returns a scalar, shape (), float32, that holds the number 42.
    """
    # TODO: replace the next line by one that returns your tensor, then save the file.
    raise NotImplementedError
