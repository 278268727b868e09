import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    """A veszteség: a (p − t)² átlaga, ahol p a w·x + b pontszám szigmoidja.

    w, b: gradienst kérő levelek, alakjuk (), float32.
    x, t: követés nélküli adat, alakja (N,), float32; minden t 0.0 vagy 1.0.
    Visszaad: () alakú tenzort, amelynek gráfja visszavezet a w-hez és a b-hez.
    """
    # TODO: ez a „veszteség” igenekből és nemekből áll. Tegyél a helyére olyat, aminek van meredeksége.
    score = w * x + b
    decision = torch.where(score > 0, 1.0, 0.0)
    return (decision != t).float().mean()
