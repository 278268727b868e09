import torch
from torch import Tensor, nn
from torch.nn import functional as F


def logits_and_classes(model: nn.Module, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor, float]:
    """Visszaadja egy osztályozás veszteségét, tippjeit és pontosságát.

    model: az X-hez (N, C) alakú logitokat ad.
    X: bemenetek, (N, 3) alakúak, float32.
    y: osztálysorszámok, (N,) alakúak, int64.
    Visszaadja: az átlagos keresztentrópiát, () alakban, követve; a tippelt osztálysorszámokat, (N,)
        alakban, int64; a helyes tippek arányát, floatként.
    """
    logits = model(X)
    # TODO: veszteség, tippek, pontosság.
    raise NotImplementedError
