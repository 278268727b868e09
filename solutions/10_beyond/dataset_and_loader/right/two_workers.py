import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset


class Calls(Dataset):
    def __init__(self, calls: list[Tensor], birds: list[int]):
        self.calls = calls
        self.birds = birds

    def __len__(self) -> int:
        return len(self.calls)

    def __getitem__(self, i: int) -> tuple[Tensor, int]:
        return self.calls[i], self.birds[i]


def collate(pairs: list[tuple[Tensor, int]]) -> tuple[Tensor, Tensor]:
    calls, birds = zip(*pairs)
    X = pad_sequence(calls, batch_first=True)
    y = torch.tensor(birds)
    return X, y


def dataset_and_loader(calls: list[Tensor], birds: list[int], batch_size: int) -> DataLoader:
    dataset = Calls(calls, birds)
    return DataLoader(
        dataset,
        batch_size=batch_size,
        shuffle=True,
        collate_fn=collate,
        num_workers=2,
        persistent_workers=True,
    )
