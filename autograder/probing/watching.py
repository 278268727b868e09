"""``with watching(W) as seen:`` - the frame of every check."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.drawing import Graph, Kind, Node, graph_as_fact
from autograder.observations import Fact, Observation, Rule
from autograder.probing.case import Case
from autograder.probing.facts import describe, is_plain_tensor
from autograder.probing.journal.book import Journal
from autograder.probing.journal.signs import Sign
from autograder.probing.submission import LearnerError, Submission, call_of
from autograder.probing.torch_parts import named, part
from autograder.probing.watcher import Named, Silent, Warnings, Watcher

if TYPE_CHECKING:
    from torch import Tensor

    from autograder.probing.journal.recorder import Recorder

__all__ = ["Seen", "journaled", "journaling", "watching"]

Facts = Mapping[str, object] | Iterable[Sign]
Pairs = tuple[Sequence[float], Sequence[float]]

_MAX_HISTORY, _MAX_POINTS = 100, 200


class Seen:
    """
    An observation in the making.

    A check adds to it inside or after the ``with`` block; order matters, for
    feedback tells the first fact that differs from the reference.
    """

    def __init__(self, warnings: Warnings | None = None) -> None:
        self._warnings = warnings
        self.facts: dict[str, Fact] = {"raised": None}
        self.clues: dict[str, Fact] = {}
        self.recording: dict[str, Fact] = {}
        self.rules: dict[str, Rule] = {}
        self._recorder: Recorder | None = None

    @property
    def raised(self) -> bool:
        """Whether the learner's code ended by an exception."""
        return self.facts["raised"] is not None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The first line of each warning that was raised meanwhile, without repeats."""
        return self._warnings.lines() if self._warnings else ()

    @property
    def journal(self) -> Journal:
        """What :func:`journaling` wrote; within its block, what it has written up to now."""
        if self._recorder is None:
            raise TypeError("watching() keeps no journal; journaling() does")
        return self._recorder.journal

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """Go on after the block, asking what was returned: what the learner's code raises is ``raised``."""
        try:
            yield
        except LearnerError as error:
            self.facts["raised"] = error.error

    def mark(self, word: str = "call") -> None:
        """Write into the journal that something begins here, one of several calls say."""
        if self._recorder is not None:
            self._recorder.mark(word)

    def name(self, name: str, value: object) -> None:
        """Have *name* stand in the journal for what the learner's code made."""
        if self._recorder is not None:
            self._recorder.name(name, value)

    def judging(self, facts: Facts, *, clues: Facts = ()) -> Seen:
        """
        Note *facts*, which are judged, and *clues*, which only tell wrong programs apart.

        Args:
            facts: By name, or as signs; in the order in which differences are worth telling.

        Returns:
            Itself, so that a check can end with it.
        """
        for name, value in _named(facts):
            self.fact(name, value)
        for name, value in _named(clues):
            self.clue(name, value)
        return self

    def returned(self, value: object) -> None:
        """Note what the learner's function returned, as the fact ``returned``."""
        self.fact("returned", value)

    def fact(self, name: str, value: object) -> None:
        """Note a fact: it is judged. *value* may be anything; it is only read."""
        self.facts[name] = describe(value)

    def judged(self, name: str, numbers: object, rule: Rule) -> None:
        """
        Note a fact whose *numbers* are judged by *rule*, for no two right answers show the same.

        The judge puts one word in their place, such as "every row once". A check that decided
        this itself would say "yes" about itself, and whoever replays it says so too.

        Args:
            numbers: A tensor, a number or lists of such; what else is read, but is judged as none.
            rule: Made by a function of :mod:`autograder.probing.rules`. What it is given has to
                come from the case, never from the submission.
        """
        self.facts[name] = describe(numbers)
        self.rules[name] = rule

    def clue(self, name: str, value: object) -> None:
        """Note a clue: never judged, but it can tell two wrong programs apart."""
        self.clues[name] = describe(value)

    def draw(self, result: object, names: Mapping[str, Tensor]) -> None:
        """
        Note the graph behind *result*, to be drawn beside the reference's; it is not judged.

        With values, and with gradients on its edges if *result* is a single number. Nothing is
        changed, so it may be called before anything else is asked of *result*; see
        :func:`~autograder.probing.tracing.graph_of`. Where the learner's code raised there is none.

        Args:
            names: The leaves to show by name; other leaves are ``leaf``.
        """
        if self.raised:
            return
        if is_plain_tensor(result) and result.requires_grad:
            graph = part("tracing").graph_of(result, names)
        else:
            graph = Graph((Node("0", "const", Kind.CONSTANT),))
        self.recording["graph"] = graph_as_fact(graph)

    def show_fit(self, points: Pairs, curve: Pairs, history: Sequence[float] = ()) -> None:
        """
        Note a curve that was learnt, to be shown whether the check passes or not.

        Args:
            points: What it was learnt from, all x and all y.
            curve: What the model predicts, all x (the same for every submission) and all y.
            history: The loss of each epoch; of a long one every so many entries are kept.
        """
        every = max(1, len(history) // _MAX_HISTORY)
        for name, value in (("points", points), ("curve", curve)):
            self.recording[name] = describe([[*column][:_MAX_POINTS] for column in value])
        if history:
            self.recording["history"] = describe([*history[::every]])

    def observation(self, submission: Submission, case: Case) -> Observation:
        """Freeze what was noted."""
        return Observation(
            self.facts, self.clues, call_of(submission), case.sizes, self.recording, self.rules
        )


class watching:  # noqa: N801 - reads as a verb: with watching(W) as seen
    """
    Watch while learner code runs, and go on if it raises.

    Args:
        what: Watchers, or tensors: a tensor is a :class:`Leaf` watched under
            the name that the caller's variable has.

    What the learner's code raises becomes the fact ``raised`` and ends the
    block; an exception of the check's own goes through. Watchers start in the
    given order, stop in the reverse one and report in the given order.
    """

    def __init__(self, *what: Watcher | Tensor) -> None:
        variables = _variables_of_caller()
        warnings = Warnings()
        self._seen = Seen(warnings)
        self._watchers: list[Watcher] = [warnings]
        for number, watched in enumerate(what, start=1):
            watcher = watched if isinstance(watched, Watcher) else named("Leaf")(watched)
            if isinstance(watcher, Named) and not watcher.name:
                watcher.name = _variable_name(watcher.tensor, variables, f"input {number}")
            self._watchers.append(watcher)

    def __enter__(self) -> Seen:
        for watcher in self._watchers:
            watcher.start()
        return self._seen

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        for watcher in reversed(self._watchers):
            watcher.stop()
        if error is not None and not isinstance(error, LearnerError):
            return False
        if error is not None:
            self._seen.facts["raised"] = error.error
        for watcher in self._watchers:
            watcher.report(self._seen)
            watcher.record(self._seen.recording)
        return True


class journaling(watching):  # noqa: N801 - with journaling(W=W) as seen
    """
    Watch while learner code runs, and keep a journal of it; see :mod:`autograder.probing.journal`.

    Nothing but what was raised is a fact by itself: :meth:`Seen.judging` says which facts count.
    Warnings are no clue by themselves either; ``seen.warnings`` has them.

    Args:
        beside: Watchers that report for themselves.
        long, parameters, keep: See :class:`~autograder.probing.journal.recorder.Recorder`.
        named: Tensors, modules and optimizers, by the names that facts ask by.
    """

    def __init__(
        self,
        *beside: Watcher,
        long: bool = False,
        parameters: bool = False,
        keep: bool = True,
        **named: object,
    ) -> None:
        recorder = part("journal.recorder").Recorder(
            named, long=long, parameters=parameters, keep=keep
        )
        super().__init__(recorder, *beside)
        self._seen._recorder = recorder
        self._watchers[0] = Silent(self._watchers[0])


def journaled(
    function: Callable[..., Any], *arguments: object, **named: object
) -> tuple[Seen, Any]:
    """
    Call a submission's *function* once, in a journal.

    Args:
        arguments: What it is handed first.
        named: What it is handed then, by position too; facts ask for it by these names.

    Returns:
        What was seen, and what came back: None if the learner's code raised.
    """
    returned = None
    with journaling(**named) as seen:  # type: ignore[arg-type]
        returned = function(*arguments, *named.values())
    return seen, returned


def _named(facts: Facts) -> Iterable[tuple[str, object]]:
    if isinstance(facts, Mapping):
        return facts.items()
    return [(sign.name, sign.value) for sign in facts]


def _variables_of_caller() -> Mapping[str, object]:
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return frame.f_locals if frame else {}


def _variable_name(tensor: Tensor, variables: Mapping[str, object], default: str) -> str:
    return next((name for name, value in variables.items() if value is tensor), default)
