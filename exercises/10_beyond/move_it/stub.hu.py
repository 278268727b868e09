import torch
from torch import Tensor, nn
from torch.nn import functional as F


def move_it(
    model: nn.Module,
    X: Tensor,
    y: Tensor,
    centre: list[float],
    device: torch.device,
    dtype: torch.dtype,
) -> tuple[torch.optim.Optimizer, Tensor]:
    """Átviszi a modellt a kért eszközre és típusra, ott tesz egy lépést, és visszaadja az optimalizálót és a veszteséget.

    model: (N, 3) alakból (N, 1) alakot készít; átköltözik, de ugyanaz az objektum marad.
    X, y: (N, 3) és (N, 1) alakúak, float32, a CPU-n; olyanok maradnak, amilyenek voltak.
    centre: három float, az X minden sorából le kell vonni.
    Visszaadja: az SGD optimalizálót, az átvitt modell paramétereivel, és a veszteséget, () alakban, követés nélkül.
    """
    # TODO: ez a CPU-n, float32 számokkal működik. Érd el, hogy ott működjön, ahol kérik.
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    X = X - torch.tensor(centre)
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    return optimizer, loss.detach()
