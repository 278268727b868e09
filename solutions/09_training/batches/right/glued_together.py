from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    cards = torch.cat([X, y], dim=1)
    cards = cards[torch.randperm(len(cards))]
    for stack in cards.split(batch_size):
        yield stack[:, :3], stack[:, 3:]
