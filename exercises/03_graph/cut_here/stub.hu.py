import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    """A z = u·x érték, ahol az u az x² értékeit tárolja, de állandónak számít.

    x: gradienst kérő levél, tetszőleges alakú, float32; változatlan marad.
    Visszaad: az x-szel azonos alakú tenzort; a visszaterjesztésből az x gradiense u.
    """
    # TODO: zárd le azt az utat, amelyik az u-n át vezet, és csak azt.
    raise NotImplementedError
