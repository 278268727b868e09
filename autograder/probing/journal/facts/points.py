"""
Trainings on points of a curve: which points a learner's model was called with, and moved by.

The journal is one with ``parameters=True, long=True``. Points are known by their numbers, which
are drawn so that no two are equal, or by those numbers scaled and shifted: who standardizes the
times before the model sees them trains on the same points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import (
    GradientArrived,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
)
from autograder.probing.journal.facts.passes import adding_up

__all__ = ["SOUND_EVALUATION", "SOUND_WAY", "PointsSeen", "scale_of"]

#: What :meth:`PointsSeen.way` and :meth:`PointsSeen.evaluation` say of every sound training.
SOUND_WAY: Mapping[str, Fact] = {
    "adds_up": False,
    "gradients_arrive": True,
    "optimizer_steps": True,
    "step_first": False,
    "found": "present",
    "unregistered": False,
    "left_out": False,
    "trains_in_eval": False,
}
SOUND_EVALUATION: Mapping[str, Fact] = {
    "evaluation.ran": True,
    "learns_from_new": False,
    "evaluation.trains": False,
    "evaluation.recorded": False,
}

#: Steps that are looked at closely: a loop does the same in all of them.
_LOOKED_AT = 30
#: Passes whose points are noted: in as many they may come one by one.
_PASSES = 150
#: Numbers that tell how the points were scaled, and how near a scaled one has to come to a point.
_TELLING, _NEAR = 20, 1e-3


@dataclass
class PointsSeen:
    """
    What a training did with the *points* that it learns and with *new* ones.

    Only modules that have parameters are models: a loss is handed predictions, and among thousands
    of them one equals a point by chance.

    Attributes:
        pulled_by: Points by which a gradient came, in order and once each.
        moved_by: Those of them whose gradient was there when an optimizer had stepped.
        stepped: Whether an optimizer stepped.
        step_first: Whether one stepped although nothing had arrived since its step before.
        found: What stood in the gradients: ``present``, ``zero`` or ``absent`` at the last step
            that found none.
        unregistered: Whether a gradient arrived at a parameter that no model in its pass has.
        trains_in_eval: Whether a model learnt in evaluation mode.
        evaluated: Whether one was asked about new points, and ``evaluates_in_training`` and
            ``evaluation_recorded``, how.
        learns_from_new: Whether a gradient came by a new point.
    """

    journal: Journal
    points: frozenset[float]
    new: frozenset[float]
    pulled_by: dict[float, None] = field(default_factory=dict)
    moved_by: dict[float, None] = field(default_factory=dict)
    stepped: bool = False
    step_first: bool = False
    found: str = "present"
    unregistered: bool = False
    trains_in_eval: bool = False
    evaluated: bool = False
    evaluates_in_training: bool = False
    evaluation_recorded: bool = False
    learns_from_new: bool = False
    held: set[int] = field(default_factory=set)
    _measured: set[float] = field(default_factory=set)
    _used: set[float] = field(default_factory=set)  # in another way than measured
    _asked: dict[int, ModuleCalled] = field(default_factory=dict)
    _models: dict[int, tuple[int, ...]] = field(default_factory=dict)  # parameters, by call
    _in_pass: set[int] = field(default_factory=set)
    _traced: set[int] = field(default_factory=set)
    _arrived: int = 0
    _arrived_before: dict[int, int] = field(default_factory=dict)
    _steps: int = 0

    def __post_init__(self) -> None:
        events = self.journal.events
        asked = {one.call: one for one in events if isinstance(one, ModuleCalled) and not one.depth}
        held = ((one.call, one.holds) for one in events if isinstance(one, ModuleReturned))
        self._models = {call: holds for call, holds in held if holds and call in asked}
        self._asked = {call: one for call, one in asked.items() if call in self._models}
        self._scale = scale_of(self._asked.values(), self.points)
        for event in events:
            if isinstance(event, GradientArrived):
                self._see_arrival(event.tensor)
            elif isinstance(event, ModuleCalled):
                self._in_pass.clear()
                if event.call in self._asked:
                    self._see_question(event)
            elif isinstance(event, ModuleReturned) and event.tracked and event.call in self._asked:
                if len(self._traced) < _PASSES:
                    self._traced.add(event.call)
            elif isinstance(event, OutputReached):
                self._see_pull(event.call)
            elif isinstance(event, OptimizerStepped):
                self._see_step(event)

    @property
    def only_measured(self) -> list[float]:
        """New points about which a model was asked in evaluation mode, unrecorded, and no other way."""
        return sorted(self._measured - self._used)

    def way(self) -> dict[str, Fact]:
        """The facts of how the model was moved."""
        return {
            "adds_up": self.adds_up,
            "gradients_arrive": bool(self._reached),
            "optimizer_steps": self.stepped,
            "step_first": self.step_first,
            "found": "present" if self.step_first else self.found,
            "unregistered": self.unregistered,
            "left_out": self.left_out,
            "trains_in_eval": self.trains_in_eval,
        }

    def moved_soundly(self) -> list[float]:
        """The points that the model was moved by; none if something of the way is amiss."""
        return [*self.moved_by] if self.way() == SOUND_WAY else []

    def evaluation(self) -> dict[str, Fact]:
        """The facts of how it was asked about new points."""
        return {
            "evaluation.ran": self.evaluated,
            "learns_from_new": self.learns_from_new,
            "evaluation.trains": self.evaluates_in_training,
            "evaluation.recorded": self.evaluation_recorded,
        }

    @property
    def adds_up(self) -> bool:
        """Whether gradients of several steps add up at some parameter."""
        return bool(adding_up(self.journal, *self._reached))

    @property
    def left_out(self) -> bool:
        """Whether some parameter that got one is held by no optimizer."""
        return not self._reached <= self.held

    @property
    def _reached(self) -> set[int]:
        return {one.tensor for one in self.journal.of(GradientArrived)}

    def _see_arrival(self, tensor: int) -> None:
        self._arrived += 1
        self.unregistered |= bool(self._in_pass) and tensor not in self._in_pass

    def _see_question(self, call: ModuleCalled) -> None:
        if not self._is_about_new(call):
            return
        recorded = call.mode == "recorded"
        self.evaluated = True
        self.evaluates_in_training |= call.trains
        self.evaluation_recorded |= recorded
        used = call.trains or recorded
        (self._used if used else self._measured).update(self._points_in(call, self.new))

    def _is_about_new(self, call: ModuleCalled) -> bool:
        """
        Whether the numbers are new points, or some of them are.

        Now and then one number among thousands equals a new point by chance: a hidden unit's, where
        layers are called one by one. Three in one call don't.
        """
        numbers: Sequence[float] = call.given.values if call.given else ()
        met = len(self._points_in(call, self.new))
        return met >= min(3, max(1, len(numbers)))

    def _points_in(self, call: ModuleCalled, points: frozenset[float]) -> list[float]:
        """Those of *points* that the model was given, as they are or scaled, in order."""
        values = call.given.values if call.given else ()
        as_they_are = [one for one in values if one in points]
        if as_they_are or self._scale is None:
            return as_they_are
        slope, shift = self._scale
        places = sorted(points)
        near = (_nearest(places, (one - shift) / slope) for one in values)
        return [one for one in near if one is not None]

    def _see_pull(self, number: int) -> None:
        call = self._asked.get(number)
        if call is None:
            return
        self._in_pass.update(self._models[number])
        self.trains_in_eval |= not call.trains
        self.learns_from_new |= self._is_about_new(call)
        if number in self._traced and len(self.pulled_by) < len(self.points):
            self.pulled_by.update(dict.fromkeys(self._points_in(call, self.points)))

    def _see_step(self, step: OptimizerStepped) -> None:
        self.stepped = True
        self._steps += 1
        self.moved_by.update(self.pulled_by)
        self.held.update(step.tensors)
        if self._steps > _LOOKED_AT:
            return
        # Another optimizer may have stepped in between, by the same backward pass.
        self.step_first |= self._arrived == self._arrived_before.get(step.optimizer, 0)
        self._arrived_before[step.optimizer] = self._arrived
        there = [one for one in step.after if isinstance(one, TensorFact)]
        if not any(any(one.values) for one in there):
            self.found = "zero" if there else "absent"


def scale_of(calls: Iterable[ModuleCalled], points: frozenset[float]) -> tuple[float, float] | None:
    """
    Return slope and shift by which *points* became the numbers that models were given.

    None if the numbers are points as they are, or if no line leads from points to all of them: at
    least 20 different ones, for a few lie on some line by chance.
    """
    given: set[float] = set()
    for call in calls:
        if call.given and call.mode == "recorded":
            given.update(call.given.values)
        if len(given & points) >= min(3, len(points)):
            return None
        if len(given) > len(points):
            break
    numbers, places = sorted(given), sorted(points)
    if not _TELLING <= len(numbers) <= len(places):
        return None
    return next(_lines(numbers, places), None)


def _lines(numbers: list[float], places: list[float]) -> Iterator[tuple[float, float]]:
    """Slope and shift of each line that leads from some of *places* to all *numbers*; both ascend."""
    spare = len(places) - len(numbers)
    for first in range(spare + 1):
        for last in range(first + len(numbers) - 1, len(places)):
            slope = (numbers[-1] - numbers[0]) / (places[last] - places[first])
            shift = numbers[0] - slope * places[first]
            if all(_nearest(places, (one - shift) / slope) is not None for one in numbers):
                yield slope, shift


def _nearest(places: Sequence[float], number: float) -> float | None:
    """The one of *places*, in order, that *number* is; None if it is none of them."""
    at = bisect_left(places, number - _NEAR)
    return places[at] if at < len(places) and places[at] <= number + _NEAR else None
