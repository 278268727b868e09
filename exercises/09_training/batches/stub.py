from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Go through all samples once, in a new random order, batch by batch.

    X: inputs, shape (N, 3), float32; stays as it is.
    y: targets, shape (N, 1), float32; stays as it is; row i belongs to row i of X.
    batch_size: how many samples make a batch; only the last batch may be smaller.
    Yields: pairs (X_batch, y_batch) of shapes (k, 3) and (k, 1).
    """
    # TODO: shuffle, then hand the pairs out stack by stack.
    raise NotImplementedError
