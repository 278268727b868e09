"""The random inputs of one case of one check."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from autograder.probing.torch_parts import arrays_part, part

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

__all__ = ["Case"]

T = TypeVar("T")

#: Seeded each time before it is asked: to make another one seeds it twice.
_FOR_ONE_NUMBER = random.Random()  # noqa: S311 - reproducible, not secret


class Case:
    """
    A source of inputs that is the same wherever and whenever it is asked.

    It draws from its own :class:`random.Random`, so nothing that a submission
    does to torch's or Python's global generators changes what it hands out.
    Numbers are rounded to two decimals: a learner has to read them.

    Args:
        seed: The assignment's seed; ``"public"`` for the cases that the key in
            ``exercises/`` was made from.
        name: What the case is for, ``"exercise/check"``.
        index: Which of the check's cases this is, from 0.
    """

    def __init__(self, seed: str, name: str, index: int) -> None:
        self.index = index
        self.sizes: dict[str, int] = {}
        self.seed = f"{seed}/{name}/{index}"
        self._drawn_from = seed, name

    # Both are made when they are first needed: a claim that shares a run often draws nothing itself.

    @functools.cached_property
    def _random(self) -> random.Random:
        return random.Random(self.seed)  # noqa: S311 - reproducible, not secret

    @functools.cached_property
    def torch_seed(self) -> int:
        """What torch's, Python's and NumPy's generators are seeded with before the case."""
        _FOR_ONE_NUMBER.seed(f"{self.seed}/generators")
        return _FOR_ONE_NUMBER.getrandbits(32)

    def of_run(self, name: str) -> Case:
        """Return the case of a run, *name*, that several claims are judged on: for all the same."""
        seed, own = self._drawn_from
        return Case(seed, f"{own.rpartition('/')[0]}/{name}", self.index)

    def uniform(self, low: float, high: float) -> float:
        """Return a float in [*low*, *high*], never within 0.1 of zero unless the range is."""
        while True:
            value = round(self._random.uniform(low, high), 2)
            if abs(value) >= 0.1 or max(abs(low), abs(high)) < 0.2:
                return value

    def integer(self, low: int, high: int) -> int:
        """Return an int in [*low*, *high*]."""
        return self._random.randint(low, high)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of *options* at random."""
        return self._random.choice(options)

    def leaf(self, *shape: int, low: float = -3.0, high: float = 3.0) -> Tensor:
        """Return the same as :meth:`tensor`, as a trainable leaf."""
        return self.tensor(*shape, low=low, high=high).requires_grad_()

    def sign(self) -> int:
        """Return 1 or -1 at random."""
        return self.choice([-1, 1])

    def cycle(self, *options: T) -> T:
        """Return the option whose turn it is: the first for case 0, the next for case 1, …"""
        return options[self.index % len(options)]

    def size(self, name: str, *options: int) -> int:
        """
        Return a size by turns, as :meth:`cycle` does, and remember it as *name*.

        Feedback can then say "N times the expected value" with the right N.
        Name N = 1 among the options beside sizes that differ from all others
        in use: broadcasting and transposing hide behind equal sizes.
        """
        self.sizes[name] = self.cycle(*options)
        return self.sizes[name]

    def floats(self, count: int, low: float = -3.0, high: float = 3.0) -> list[float]:
        """Return *count* floats as :meth:`uniform` draws them."""
        return [self.uniform(low, high) for _ in range(count)]

    def number_for(self, *words: str) -> dict[str, float]:
        """
        Return a drawn number for each of *words*, all of them different.

        An answer that is one of few words is a witness in this form:
        ``number_for("yes", "no").get(describe(answer))``.
        """
        numbers: dict[str, float] = {}
        for word in words:
            number = self.uniform(1, 99)
            while number in numbers.values():
                number = self.uniform(1, 99)
            numbers[word] = number
        return numbers

    def tensor(self, *shape: int, low: float = -3.0, high: float = 3.0) -> Tensor:
        """Return a float32 tensor of *shape*, untracked, entries as :meth:`uniform` draws them."""
        numbers = self.floats(math.prod(shape), low, high)
        tensor: Tensor = part("tensors").tensor_of(numbers, shape)
        return tensor

    def array(self, *shape: int, low: float = -3.0, high: float = 3.0) -> NDArray[Any]:
        """Return a float64 array of numpy of *shape*, entries as :meth:`uniform` draws them."""
        arrays = arrays_part()
        assert arrays is not None, "numpy is installed wherever checks run"
        array: NDArray[Any] = arrays.array_of(self.floats(math.prod(shape), low, high), shape)
        return array

    def samples(self, *rows: int, features: int = 3, width: float = 2.0) -> tuple[Tensor, Tensor]:
        """
        Return inputs of shape (N, *features*) and targets of shape (N, 1), N by turns from *rows*.

        Inputs lie within *width* of 0, targets within 3. See :meth:`size`.
        """
        N = self.size("N", *rows)
        return self.tensor(N, features, low=-width, high=width), self.tensor(N, 1)

    def seed_torch(self) -> None:
        """Seed torch's, Python's and NumPy's global generators, before learner code that draws."""
        part("tensors").seed_generators(self._random.getrandbits(32))
