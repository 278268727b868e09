import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset


class Calls(Dataset):
    """Madárhangok, mindegyikhez a madár gyűrűjének száma."""

    def __init__(self, calls: list[Tensor], birds: list[int]):
        self.calls = calls
        self.birds = birds

    def __len__(self) -> int:
        """Visszaadja, hány hang van."""
        # TODO
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[Tensor, int]:
        """Visszaadja az i-edik hangot és a madarát."""
        # TODO
        raise NotImplementedError


def collate(pairs: list[tuple[Tensor, int]]) -> tuple[Tensor, Tensor]:
    """Egy köteget ad vissza: X (k, leghosszabb) alakú, float32, y (k,) alakú, int64."""
    # TODO: a rövid hangokat töltsd ki nullákkal.
    raise NotImplementedError


def dataset_and_loader(calls: list[Tensor], birds: list[int], batch_size: int) -> DataLoader:
    """Olyan DataLoadert ad vissza, amely minden epochban minden hangot egyszer hoz, újra megkeverve.

    calls: N tenzor, alakjuk (hossz,), float32, mindegyik a saját hosszával.
    birds: a hozzájuk tartozó gyűrűszámok.
    batch_size: hány hang egy köteg; csak az utolsó lehet kisebb.
    """
    # TODO: a Calls(calls, birds) DataLoadere.
    raise NotImplementedError
