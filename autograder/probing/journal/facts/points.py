"""
Trainings on points of a curve: which points a learner's model was called with, and moved by.

The journal is one with ``parameters=True, long=True``. Points are known by their numbers, which
are drawn so that no two are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import (
    GradientArrived,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
    ParameterRegistered,
)
from autograder.probing.journal.facts.passes import adding_up

__all__ = ["PointsSeen"]

#: Steps that are looked at closely: a loop does the same in all of them.
_LOOKED_AT = 30
#: Passes whose points are noted: in as many they may come one by one.
_PASSES = 150


@dataclass
class PointsSeen:
    """
    What a training did with the *points* that it learns and with *new* ones.

    Attributes:
        pulled_by: Points by which a gradient came, in order and once each.
        moved_by: Those of them whose gradient was there when an optimizer had stepped.
        stepped: Whether an optimizer stepped.
        step_first: Whether one stepped although nothing had arrived since its step before.
        found: What stood in the gradients: ``present``, ``zero`` or ``absent`` at the last step
            that found none.
        trains_in_eval: Whether the model learnt in evaluation mode.
        evaluated: Whether it was asked about new points, and ``evaluates_in_training`` and
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
    trains_in_eval: bool = False
    evaluated: bool = False
    evaluates_in_training: bool = False
    evaluation_recorded: bool = False
    learns_from_new: bool = False
    held: set[int] = field(default_factory=set)
    _measured: set[float] = field(default_factory=set)
    _used: set[float] = field(default_factory=set)  # in another way than measured
    _asked: dict[int, ModuleCalled] = field(default_factory=dict)
    _traced: set[int] = field(default_factory=set)
    _arrived: int = 0
    _arrived_before: dict[int, int] = field(default_factory=dict)
    _steps: int = 0

    def __post_init__(self) -> None:
        for event in self.journal.events:
            if isinstance(event, GradientArrived):
                self._arrived += 1
            elif isinstance(event, ModuleCalled) and event.depth == 0 and event.given is not None:
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
        """New points about which the model was asked in evaluation mode, unrecorded, and no other way."""
        return sorted(self._measured - self._used)

    def way(self, registered: int) -> dict[str, Fact]:
        """
        The facts of how the model was moved.

        Args:
            registered: How many numbers the parameters of the model that came back hold.
        """
        return {
            "adds_up": self.adds_up,
            "gradients_arrive": bool(self._reached),
            "optimizer_steps": self.stepped,
            "step_first": self.step_first,
            "found": "present" if self.step_first else self.found,
            "unregistered": self.more_than(registered),
            "left_out": self.left_out,
            "trains_in_eval": self.trains_in_eval,
        }

    def moved_soundly(self, way: Mapping[str, Fact]) -> list[float]:
        """The points that the model was moved by; none if something of the *way* is amiss."""
        amiss = ("adds_up", "step_first", "unregistered", "left_out", "trains_in_eval")
        whole = way["found"] == "present" and not any(way[name] for name in amiss)
        return [*self.moved_by] if whole else []

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

    def more_than(self, registered: int) -> bool:
        """Whether more numbers got a gradient than the model has *registered*."""
        sizes = {one.tensor: one.size for one in self.journal.of(ParameterRegistered)}
        return sum(sizes[number] for number in self._reached) > registered

    @property
    def _reached(self) -> set[int]:
        return {one.tensor for one in self.journal.of(GradientArrived)}

    def _see_question(self, call: ModuleCalled) -> None:
        self._asked[call.call] = call
        recorded = call.mode == "recorded"
        if self._is_about_new(call):
            self.evaluated = True
            self.evaluates_in_training |= call.trains
            self.evaluation_recorded |= recorded
            used = call.trains or recorded
            (self._used if used else self._measured).update(_numbers(call) & self.new)
        elif recorded:
            self.trains_in_eval |= not call.trains

    def _is_about_new(self, call: ModuleCalled) -> bool:
        """
        Whether the numbers are new points, or some of them are.

        Now and then one number among thousands equals a new point by chance: a prediction that a
        loss gets, or the output of a hidden unit. Three in one call don't.
        """
        numbers: Sequence[float] = call.given.values if call.given else ()
        met = sum(number in self.new for number in numbers)
        return met >= min(3, max(1, len(numbers)))

    def _see_pull(self, number: int) -> None:
        call = self._asked.get(number)
        if call is None:
            return
        self.learns_from_new |= self._is_about_new(call)
        if number in self._traced and len(self.pulled_by) < len(self.points):
            values = call.given.values if call.given else ()
            self.pulled_by.update(dict.fromkeys(n for n in values if n in self.points))

    def _see_step(self, step: OptimizerStepped) -> None:
        self.stepped = True
        self._steps += 1
        self.moved_by.update(self.pulled_by)
        if self._steps > _LOOKED_AT:
            return
        self.held.update(step.tensors)
        # Another optimizer may have stepped in between, by the same backward pass.
        self.step_first |= self._arrived == self._arrived_before.get(step.optimizer, 0)
        self._arrived_before[step.optimizer] = self._arrived
        there = [one for one in step.after if isinstance(one, TensorFact)]
        if not any(any(one.values) for one in there):
            self.found = "zero" if there else "absent"


def _numbers(call: ModuleCalled) -> set[float]:
    return set(call.given.values) if call.given else set()
