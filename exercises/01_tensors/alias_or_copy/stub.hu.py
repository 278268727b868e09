import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    """Teljes hangerőre hoz egy felvételt, és az eredetit is megőrzi.

    sound: (n,) alakú, float32, nem csupa nulla; ne változzon.
    Visszaadja az előtte és az utána állapotot: két (n,) alakú float32 tenzort, saját memóriával.
    """
    # TODO: itt három név egyetlen memórián osztozik. Javítsd ki.
    before = sound
    after = sound
    after /= sound.abs().max()
    return before, after
