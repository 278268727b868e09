"""Functions of one number that a submission reads heights from; no torch is needed."""

from __future__ import annotations

import math
from collections.abc import Callable

__all__ = ["Hill", "hill"]


class Hill:
    """
    A function from float to float that knows where it was read; see :func:`hill`.

    Attributes:
        height: The function itself; reading it is not remembered.
    """

    def __init__(self, height: Callable[[float], float]) -> None:
        self.height = height
        self._places: list[float] = []

    def __call__(self, place: float) -> float:
        self._places.append(float(place))
        return float(self.height(float(place)))

    def read_around(self, place: float, step: float) -> dict[str, tuple[bool, bool, bool]]:
        """
        Return as the fact ``read_around`` whether it was read *step* behind *place*, there in place of
        a side, and *step* ahead of it.
        """

        def was_read(wanted: float) -> bool:
            return any(math.isclose(one, wanted, abs_tol=1e-6 * step) for one in self._places)

        behind, ahead = was_read(place - step), was_read(place + step)
        instead = was_read(place) and not (behind and ahead)
        return {"read_around": (behind, instead, ahead)}


def hill(formula: str, height: Callable[[float], float]) -> Hill:
    """Return a hill that feedback shows by its *formula*, ``w -> w²``."""
    made: Hill = type(formula, (Hill,), {})(height)
    return made
