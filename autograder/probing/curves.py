"""Noisy curves to be learnt, and the trainings on them that several claims look at."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import torch
from torch import Tensor

from autograder.observations import Fact, TensorFact
from autograder.probing.case import Case
from autograder.probing.facts import describe, describe_tensor, is_plain_tensor, type_in_words
from autograder.probing.journal.facts.points import SOUND_EVALUATION, SOUND_WAY, PointsSeen
from autograder.probing.returned import as_it_is_now, listed
from autograder.probing.scripts import three_parts
from autograder.probing.submission import LearnerError, call_learner
from autograder.probing.tensors import seed_generators
from autograder.probing.watching import Seen, journaling

__all__ = ["LIMIT_OF_CURVE", "CurveTraining", "CurveTrainings", "curve_trainings"]

#: The mean square error that a prediction of the curve has to stay below: that of a straight line is
#: 0.3 or more, that of a network 0.02 or less.
LIMIT_OF_CURVE = 0.1
#: Variance of a prediction below which it is flat; the best straight line has 0.02 or more.
_FLAT = 0.008
#: A loss that has risen by so much, and to so many times its lowest, was thrown up by a step.
_THROWN, _TIMES = 0.1, 1.5
#: How far each curve is shifted: near both ends of what there is, and in between. A training that is
#: thrown about by its own steps gets through three curves now and then, through five hardly.
_SHIFTS = ((0.5, 0.7), (-0.7, -0.5), (-0.2, 0.2), (0.2, 0.5), (-0.5, -0.2))
#: Entries of a history that are looked at.
_MOST = 5_000
_LONGEST = 1_000_000
#: What the shape of a curve that was learnt is not.
_SOUND_SHAPE: Mapping[str, Fact] = {
    "finite": True,
    "cut_off": False,
    "flat": False,
    "straight": False,
    "thrown_up": False,
}


def curve_trainings(case: Case, train: Callable[..., object]) -> CurveTrainings:
    """
    Return what *train* showed when it was trained on the five curves of *case*.

    It takes so long that all claims should be judged on one run of it.

    Raises:
        LearnerError: If a training raised.
    """
    trainings = CurveTrainings(case.seed, train)
    if trainings.error is not None:
        raise trainings.error
    return trainings


class CurveTrainings(Sequence["CurveTraining"]):
    """
    The trainings of one function on five curves, one after the other, up to one that raises.

    A fact about them is about all: it says what is amiss in the first of which it isn't as it is in
    a sound training. So a training that goes wrong now and then is told the same as one that always does.
    """

    def __init__(self, seed: str, train: Callable[..., object]) -> None:
        self._made: list[CurveTraining] = []
        for number in range(len(_SHIFTS)):
            self._made.append(CurveTraining(seed, number))
            self._made[-1].run(train)
            if self.error is not None:
                break

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> CurveTraining: ...
    @overload
    def __getitem__(self, place: slice) -> list[CurveTraining]: ...
    def __getitem__(self, place: int | slice) -> CurveTraining | list[CurveTraining]:
        return self._made[place]

    @property
    def error(self) -> LearnerError | None:
        """What the last of them raised, if it did."""
        return self._made[-1].error

    @property
    def three_parts(self) -> bool:
        """Whether each returned three things."""
        return all(one.three_parts for one in self)

    def shapes(self) -> dict[str, Fact]:
        """
        The facts about what the models predict for points that nobody has seen.

        ``prediction.shape``, and where it is right: ``finite``; ``cut_off``, exact zeros are their
        minimum, as comes out of a relu and of nothing else; ``flat``, they hardly vary; ``straight``, a
        line explains them; ``thrown_up``, they miss the curve, and the loss has climbed on the way.

        Raises:
            LearnerError: If a model raises.
        """
        words = {one.on_unseen.words for one in self}
        told = words - {str((len(self[0].unseen), 1))} or words
        whole = [one.shape() for one in self if len(one.on_unseen.numbers) == len(one.unseen)]
        facts: dict[str, Fact] = {"prediction.shape": min(told)}
        return facts | _first_amiss(whole, _SOUND_SHAPE) if len(whole) == len(self) else facts

    def way(self) -> dict[str, Fact]:
        """The facts of how the models were moved."""
        return _first_amiss([one.points.way() for one in self], SOUND_WAY)

    def evaluation(self) -> dict[str, Fact]:
        """The facts of how they were asked about new points."""
        return _first_amiss([one.points.evaluation() for one in self], SOUND_EVALUATION)

    def show(self, seen: Seen) -> None:
        """Show in *seen* the curve that was learnt worst, with its losses; nothing of it is judged."""
        max(self, key=lambda one: one.miss).show(seen)


def _first_amiss(facts: Sequence[Mapping[str, Fact]], sound: Mapping[str, Fact]) -> dict[str, Fact]:
    """Each fact as the first has it in which it is not *sound*."""
    return {
        name: next((one[name] for one in facts if one[name] != right), right)
        for name, right in sound.items()
    }


@dataclass(frozen=True)
class Answer:
    """What a model predicts: the shape in *words*, or what it is instead, and the *numbers*."""

    words: str
    numbers: Sequence[float] = ()


class CurveTraining:
    """
    One training on points of a noisy sine, and what was seen of it.

    Attributes:
        unseen: Places of the curve that nobody has seen; heights: how high it is there.
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

    def __init__(self, seed: str, number: int) -> None:
        self._random = random.Random(f"{seed}/{number}")  # noqa: S311 - reproducible, not secret
        # Tilted enough for the best line not to be flat: so the two can be told apart.
        self._sign = self._random.choice([-1, 1])
        self._shift = self._random.uniform(*_SHIFTS[number])
        self.X, self.y = self._points(64, 0.0)
        self.X_new, self.y_new = self._points(32, 0.25)
        self.unseen = [-1.96 + 0.098 * (n + self._random.uniform(-0.4, 0.4)) for n in range(41)]
        self._random.shuffle(self.unseen)
        self.heights = [self._height(x) for x in self.unseen]

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
        seed_generators(self._random.getrandbits(32))  # whatever the training before it has drawn
        with journaling(long=True, parameters=True) as seen:
            returned: object = None
            try:
                returned = train(self.X, self.y, self.X_new, self.y_new)
            except LearnerError as error:
                self.error = error
            parts = three_parts(as_it_is_now(returned))
            self.three_parts = bool(parts)
            self.model, self.history, self.new_loss = parts or (None, None, None)
        self.points = PointsSeen(
            seen.journal,
            frozenset(self.X.flatten().tolist()),
            frozenset(self.X_new.flatten().tolist()),
        )

    @property
    def entries(self) -> list[Any]:
        """The entries of the history, if it is a list; of a very long one the first and the last."""
        entries = list(listed(self.history, _LONGEST))
        return entries if len(entries) <= _MOST else [*entries[: _MOST - 1], entries[-1]]

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

    @functools.cached_property
    def on_unseen(self) -> Answer:
        """What the model predicts for unseen places of the curve."""
        return self.answer(torch.tensor(self.unseen).reshape(-1, 1))

    @property
    def miss(self) -> float:
        """By how much the model misses the curve there: a mean square; infinite if it gives no numbers."""
        found = self.on_unseen.numbers
        if len(found) != len(self.unseen) or not all(map(math.isfinite, found)):
            return math.inf
        return sum((f - h) ** 2 for f, h in zip(found, self.heights, strict=True)) / len(found)

    def answer(self, X: Tensor) -> Answer:
        """
        Return what the model predicts for *X* in evaluation mode.

        Raises:
            LearnerError: If the model raises.
        """
        with torch.no_grad():
            prediction = call_learner(lambda: self.model.eval()(X))
        fact = describe_tensor(prediction) if is_plain_tensor(prediction) else None
        if not isinstance(fact, TensorFact):
            return Answer(type_in_words(prediction))
        return Answer(str(fact.shape), fact.values)

    def shape(self) -> dict[str, Fact]:
        """What shape the predictions for unseen places have; see :meth:`CurveTrainings.shapes`."""
        found = self.on_unseen.numbers
        finite = all(map(math.isfinite, found))
        spread, bend = _spread(self.unseen, found) if finite else (0.0, 0.0)
        cut_off = finite and min(found) == 0
        thrown_up = self.miss > LIMIT_OF_CURVE and _is_thrown_up(self.losses)
        return {
            "finite": finite,
            "cut_off": cut_off,
            # Too long a step may have killed all units; that is told by the step.
            "flat": finite and not cut_off and not thrown_up and spread < _FLAT,
            "straight": finite and spread >= _FLAT and bend < 1e-3 * spread,
            "thrown_up": thrown_up,
        }

    def show(self, seen: Seen) -> None:
        """Show in *seen* what was learnt, with the loss of each epoch; nothing of it is judged."""
        points = self.X.flatten().tolist(), self.y.flatten().tolist()
        ordered = sorted(zip(self.unseen, self.on_unseen.numbers, strict=True))
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


def _is_thrown_up(losses: Sequence[Any]) -> bool:
    """Whether some loss is far above the lowest before it, as after too long a step."""
    lowest = math.inf
    for loss in losses:
        if type(loss) is not float:
            return False
        if math.isnan(loss) or loss > max(_TIMES * lowest, lowest + _THROWN):
            return True
        lowest = min(lowest, loss)
    return False


def _spread(places: Sequence[float], found: Sequence[float]) -> tuple[float, float]:
    """Return the variance of *found*, and how much of it no straight line explains."""
    n = len(found)
    mean, middle = sum(found) / n, sum(places) / n
    spread = sum((f - mean) ** 2 for f in found) / n
    along = sum((x - middle) * (f - mean) for x, f in zip(places, found, strict=True)) / n
    width = sum((x - middle) ** 2 for x in places) / n
    return spread, spread - along**2 / width
