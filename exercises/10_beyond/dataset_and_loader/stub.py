import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset


class Calls(Dataset):
    """Calls of birds, each with the number on the bird's ring."""

    def __init__(self, calls: list[Tensor], birds: list[int]):
        self.calls = calls
        self.birds = birds

    def __len__(self) -> int:
        """Return how many calls there are."""
        # TODO
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[Tensor, int]:
        """Return call i and its bird."""
        # TODO
        raise NotImplementedError


def collate(pairs: list[tuple[Tensor, int]]) -> tuple[Tensor, Tensor]:
    """Return one batch: X, shape (k, longest), float32, and y, shape (k,), int64."""
    # TODO: fill short calls up with zeros.
    raise NotImplementedError


def dataset_and_loader(calls: list[Tensor], birds: list[int], batch_size: int) -> DataLoader:
    """Return a loader that brings every call once in each epoch, shuffled anew.

    calls: N tensors of shape (length,), float32, each with a length of its own.
    birds: the ring numbers that belong to them.
    batch_size: how many calls make a batch; only the last one may be smaller.
    """
    # TODO: a DataLoader of Calls(calls, birds).
    raise NotImplementedError
