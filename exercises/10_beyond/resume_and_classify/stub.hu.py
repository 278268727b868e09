import torch
from torch import Tensor, nn


def resume_and_classify(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    checkpoint: dict,
    batches: list[tuple[Tensor, Tensor]],
    epochs: int,
    X_new: Tensor,
) -> tuple[Tensor, dict]:
    """Félbeszakadt tanítást folytat, új pontokat osztályoz, és mentést hagy maga után.

    model, optimizer: úgy épültek, mint a régiek, más számokkal; helyben változnak meg.
    checkpoint: "model" és "optimizer", ahogy a state_dict() adta; "epoch", azaz hány epoch készült el.
    batches: bemenetek, (N, 3) alakúak, float32, és osztálysorszámok, (N,) alakúak, int64, párokban.
    epochs: hány epoch legyen összesen, több, mint amennyi elkészült.
    X_new: új pontok, alakja (M, 3), float32.
    Visszaadja: az osztályukat, (M,) alakban, int64; és egy mentést ugyanezzel a három bejegyzéssel.
    """
    # TODO: tölts be, taníts, osztályozz, és add át.
    raise NotImplementedError
