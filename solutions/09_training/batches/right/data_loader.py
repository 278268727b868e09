from collections.abc import Iterator

from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    return DataLoader(TensorDataset(X, y), batch_size=batch_size, shuffle=True)
