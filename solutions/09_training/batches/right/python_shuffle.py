import random
from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    cards = list(zip(X, y, strict=True))
    random.shuffle(cards)
    while cards:
        stack, cards = cards[:batch_size], cards[batch_size:]
        yield torch.stack([front for front, _ in stack]), torch.stack([back for _, back in stack])
