from collections.abc import Iterator

from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    for number in range(len(X) // batch_size):
        start = number * batch_size
        yield X[start : start + batch_size], y[start : start + batch_size]
