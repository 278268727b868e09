"""Drawn numbers, described so coarsely that chance does not show."""

from __future__ import annotations

import math
from collections.abc import Sequence

from autograder.observations import Fact

__all__ = ["ENOUGH", "normal_in_words", "varied"]

#: With so many numbers the bands below are some ten (std) and six (share) times wider than chance:
#: the standard deviation of a sample is then within 1 % of the truth two times in three.
ENOUGH = 4_800

_STD_BAND, _MEAN_BAND = 0.1, 0.2
# 68.3 % of a normal distribution are nearer to its mean than one standard deviation.
_NEAR, _NEAR_BAND = 0.683, 0.04


def normal_in_words(numbers: Sequence[float], scale: float) -> dict[str, Fact]:
    """
    How far :data:`ENOUGH` *numbers* look as if drawn from a normal distribution around 0.

    Returns:
        The facts ``std`` (one digit, or *scale* where it lies within chance of it), ``centred``,
        ``bell_shaped`` (those three None without numbers) and ``varied``.
    """
    std: str | None = None
    centred: bool | None = None
    bell_shaped: bool | None = None
    if numbers:
        mean = math.fsum(numbers) / len(numbers)
        spread = math.sqrt(math.fsum((n - mean) ** 2 for n in numbers) / len(numbers))
        near = sum(abs(n - mean) <= spread for n in numbers) / len(numbers)
        fits = abs(spread - scale) <= _STD_BAND * scale
        std = f"{scale:g}" if fits else f"{spread:.1g}"
        centred = abs(mean) <= _MEAN_BAND * spread
        bell_shaped = abs(near - _NEAR) < _NEAR_BAND
    return {"std": std, "centred": centred, "bell_shaped": bell_shaped, "varied": varied(numbers)}


def varied(numbers: Sequence[float]) -> bool:
    """Tell whether more than half of the *numbers* differ from all others."""
    return len(set(numbers)) > len(numbers) / 2
