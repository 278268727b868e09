import torch
from torch import Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    """Bring a recording to full volume, and keep it as it was.

    sound: shape (n,), float32, not all zero; stays as it is.
    Returns the recording before and after, both (n,), float32, each with memory of its own.
    """
    # TODO: here three names share one memory. Repair it.
    before = sound
    after = sound
    after /= sound.abs().max()
    return before, after
