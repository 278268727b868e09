import torch
from torch import Tensor
from torch.nn.functional import pad
from torch.utils.data import DataLoader


def collate(pairs):
    longest = max(len(call) for call, _ in pairs)
    X = torch.stack([pad(call, (0, longest - len(call))) for call, _ in pairs])
    return X, torch.tensor([bird for _, bird in pairs])


def dataset_and_loader(calls: list[Tensor], birds: list[int], batch_size: int) -> DataLoader:
    return DataLoader(
        list(zip(calls, birds, strict=True)), batch_size, shuffle=True, collate_fn=collate
    )
