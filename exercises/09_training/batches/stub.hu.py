from collections.abc import Iterator

import torch
from torch import Tensor


def batches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Minden mintát egyszer ad ki, új véletlen sorrendben, kötegenként.

    X: bemenetek, alakja (N, 3), float32; nem változik.
    y: célértékek, alakja (N, 1), float32; nem változik; az i-edik sora az X i-edik sorához tartozik.
    batch_size: ennyi mintából áll egy köteg; csak az utolsó lehet kisebb.
    Kiad: (X_batch, y_batch) párokat, (k, 3) és (k, 1) alakkal.
    """
    # TODO: keverj, aztán add ki a párokat kötegenként.
    raise NotImplementedError
