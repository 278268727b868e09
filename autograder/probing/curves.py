"""A noisy curve to be learnt, and the one training of it that several claims look at."""

from __future__ import annotations

import math
import random
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.observations import Fact, TensorFact
from autograder.probing.case import Case
from autograder.probing.facts import describe, describe_tensor, is_plain_tensor, type_in_words
from autograder.probing.journal.facts.points import PointsSeen
from autograder.probing.returned import listed
from autograder.probing.scripts import three_parts
from autograder.probing.submission import LearnerError, Submission, ask
from autograder.probing.tensors import seed_generators
from autograder.probing.watching import Seen, journaling

__all__ = ["LIMIT_OF_CURVE", "CurveTraining", "curve_training", "shape_of_curve"]

#: The mean square error that a prediction of the curve has to stay below: that of a straight line is
#: 0.3 or more, that of a network 0.02 or less.
LIMIT_OF_CURVE = 0.1
#: Variance of a prediction below which it is flat; the best straight line has 0.02 or more.
_FLAT = 0.008
_trainings: weakref.WeakKeyDictionary[Submission, dict[str, CurveTraining]] = (
    weakref.WeakKeyDictionary()
)


def curve_training(submission: Submission, case: Case, function: str) -> CurveTraining:
    """
    Return one training of a curve by *function*, the same for all claims about it.

    A training takes too long to be run for each claim. So its inputs depend on the seed and the
    case's number, not on the claim.

    Raises:
        LearnerError: If the training raised, for each claim anew.
    """
    seed = f"{case.seed.rsplit('/', 2)[0]}/{case.index}"
    made = _trainings.setdefault(submission, {})
    if seed not in made:
        made[seed] = CurveTraining(seed)
        made[seed].run(getattr(submission, function))
    error = made[seed].error
    if error is not None:
        raise error
    return made[seed]


class CurveTraining:
    """
    One training on points of a noisy sine, and what was seen of it.

    Attributes:
        X, y: 64 points to learn from, of shape (64, 1); X_new, y_new: 32 more to be measured on.
        model, history, new_loss: What came back; None if *three_parts* is False.
        points: What the journal shows of the points.
        error: What the training raised, if it did.
    """

    points: PointsSeen
    error: LearnerError | None = None
    model: Any = None
    history: Any = None
    new_loss: Any = None
    three_parts = False

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        # Tilted enough for the best line not to be flat, so that flat and straight differ.
        self._sign, self._shift = self._random.choice([-1, 1]), self._random.uniform(-0.7, 0.7)
        self.X, self.y = self._points(64, 0.0)
        self.X_new, self.y_new = self._points(32, 0.25)
        self._unseen = [-1.96 + 0.098 * (n + self._random.uniform(-0.4, 0.4)) for n in range(41)]
        self._random.shuffle(self._unseen)

    def _points(self, count: int, offset: float) -> tuple[Tensor, Tensor]:
        """Points of the noisy curve, in random order; *offset* keeps the new ones apart."""
        drawn = [self._random.uniform(0, 0.2) for _ in range(count)]
        places = [-2 + 4 * (number + offset + part) / count for number, part in enumerate(drawn)]
        self._random.shuffle(places)
        heights = [self._height(x) + self._random.gauss(0, 0.1) for x in places]
        return torch.tensor(places).reshape(-1, 1), torch.tensor(heights).reshape(-1, 1)

    def _height(self, x: float) -> float:
        return self._sign * math.sin(2 * x + self._shift)

    def run(self, train: Callable[..., object]) -> None:
        """Call ``train(X, y, X_new, y_new)`` in a journal, once."""
        seed_generators(self._random.getrandbits(32))  # whichever claim comes first
        with journaling(long=True, parameters=True) as seen:
            returned: object = None
            try:
                returned = train(self.X, self.y, self.X_new, self.y_new)
            except LearnerError as error:
                self.error = error
            parts = three_parts(returned)
            self.three_parts = bool(parts)
            self.model, self.history, self.new_loss = parts or (None, None, None)
        self.points = PointsSeen(
            seen.journal,
            frozenset(self.X.flatten().tolist()),
            frozenset(self.X_new.flatten().tolist()),
        )

    @property
    def entries(self) -> list[Any]:
        """The first 5,000 entries of the history; none if it is no list."""
        return list(listed(self.history, 5_000))

    @property
    def losses(self) -> list[Any]:
        """The numbers in the history's entries, be they floats or tensors; other entries as facts."""
        facts = [describe(entry) for entry in self.entries]
        return [n for f in facts for n in (f.values if isinstance(f, TensorFact) else [f])]

    def falls(self) -> bool:
        """Whether the history begins and ends with numbers, and falls in between."""
        numbers = self.losses
        whole = len(numbers) > 1 and all(type(number) is float for number in numbers)
        return whole and numbers[-1] < numbers[0]

    def answer(self, X: Tensor) -> tuple[str, Sequence[float]]:
        """
        Return what the model predicts for *X* in evaluation mode: shape in words, and the numbers.

        Raises:
            LearnerError: If the model raises.
        """
        with torch.no_grad():
            prediction = ask(lambda: self.model.eval()(X))
        fact = describe_tensor(prediction) if is_plain_tensor(prediction) else None
        if not isinstance(fact, TensorFact):
            return type_in_words(prediction), ()
        return str(fact.shape), fact.values

    def on_unseen_points(self) -> tuple[list[float], list[float], str, Sequence[float]]:
        """
        Return places of the curve that nobody has seen, how high it is there, and the answer.

        Raises:
            LearnerError: If the model raises.
        """
        shape, found = self.answer(torch.tensor(self._unseen).reshape(-1, 1))
        return self._unseen, [self._height(x) for x in self._unseen], shape, found

    def show(self, seen: Seen, places: Sequence[float], found: Sequence[float]) -> None:
        """Show in *seen* what was learnt, with the loss of each epoch; nothing of it is judged."""
        points = self.X.flatten().tolist(), self.y.flatten().tolist()
        ordered = sorted(zip(places, found, strict=True))
        curve = [x for x, _ in ordered], [y for _, y in ordered]
        seen.show_fit(points, curve, [n for n in self.entries if type(n) is float])

    def limit_for_learnt(self) -> float:
        """
        Return the mean square error that a training on these points gets below.

        It is a bit more than the error of the best constant; an untrained network has a larger
        error, usually a much larger one.
        """
        heights = self.y.flatten().tolist()
        mean: float = sum(heights) / len(heights)
        limit: float = 1.3 * sum((mean - height) ** 2 for height in heights) / len(heights)
        return limit


def shape_of_curve(places: Sequence[float], found: Sequence[float]) -> dict[str, Fact]:
    """
    Return what shape the predictions *found* at *places* have.

    Facts: ``finite``; ``cut_off``: their minimum is exactly zero, as only a relu makes it;
    ``flat``: they hardly vary; ``straight``: a line explains them.
    """
    finite = all(map(math.isfinite, found))
    spread, bend = _spread(places, found) if finite else (0.0, 0.0)
    cut_off = finite and min(found) == 0
    return {
        "finite": finite,
        "cut_off": cut_off,
        "flat": finite and not cut_off and spread < _FLAT,
        "straight": finite and spread >= _FLAT and bend < 1e-3 * spread,
    }


def _spread(places: Sequence[float], found: Sequence[float]) -> tuple[float, float]:
    """Return the variance of *found*, and how much of it no straight line explains."""
    n = len(found)
    mean, middle = sum(found) / n, sum(places) / n
    spread = sum((f - mean) ** 2 for f in found) / n
    along = sum((x - middle) * (f - mean) for x, f in zip(places, found, strict=True)) / n
    width = sum((x - middle) ** 2 for x in places) / n
    return spread, spread - along**2 / width
