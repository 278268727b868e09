from typing import NamedTuple

from torch import Tensor


class Recording(NamedTuple):
    before: Tensor
    after: Tensor


def alias_or_copy(sound: Tensor) -> tuple[Tensor, Tensor]:
    loudest = max(abs(sample) for sample in sound)
    return Recording(before=sound.clone(), after=sound / loudest)
