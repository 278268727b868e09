"""``with watching() as seen:`` - the frame of every check."""

from __future__ import annotations

import contextlib
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
from autograder.probing.told import only_facts
from autograder.probing.torch_parts import part
from autograder.probing.watcher import Warnings, Watcher

if TYPE_CHECKING:
    from torch import Tensor

    from autograder.probing.journal.recorder import Recorder

__all__ = ["Seen", "journaled", "journaling", "watched", "watching"]

Facts = Mapping[str, object] | Iterable[Sign]
#: Facts, or a function of a journal that tells them.
Telling = Facts | Callable[..., Facts]
Pairs = tuple[Sequence[float], Sequence[float]]

_MAX_HISTORY, _MAX_POINTS = 100, 200


class _EnoughSeen(Exception):  # noqa: N818 - no error: it ends the block of a check
    """Nothing that comes later in the block can be asked."""


class Seen:
    """
    An observation in the making.

    A check adds to it inside or after the ``with`` block. The order matters: feedback shows the
    first fact that differs from the reference.

    Attributes:
        given: What the learner's function was given, by the names that facts ask for.
        answer: What it returned, after :func:`journaled` and :func:`watched`; None if it raised.
    """

    def __init__(self, warnings: Warnings | None = None) -> None:
        self._warnings = warnings
        self.given: Mapping[str, Any] = {}
        self.answer: Any = None
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
        """The journal of :func:`journaling`; within its block, with what is written up to now."""
        if self._recorder is None:
            raise TypeError("watching() keeps no journal; journaling() does")
        return self._recorder.journal

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """Run more of the learner's code after the main block: what it raises becomes ``raised``."""
        try:
            yield
        except LearnerError as error:
            self.facts["raised"] = error.error

    def mark(self, word: str = "call") -> None:
        """Write *word* into the journal: here something begins, such as one of several calls."""
        if self._recorder is not None:
            self._recorder.mark(word)

    def name(self, name: str, value: object) -> None:
        """Let *name* stand in the journal for *value*, which the learner's code made."""
        if self._recorder is not None:
            self._recorder.name(name, value)

    def judging(self, facts: Telling, *about: Any, clues: Telling = (), **how: Any) -> Seen:
        """
        Note *facts*, which are judged, and *clues*, which only tell wrong programs apart.

        Args:
            facts: By name, or as signs, or a function of a journal that returns either:
                ``seen.judging(journal.kept, "x", "y")``. The fact whose difference helps a learner
                most comes first.
            about, how: What that function is asked about: names of tensors, say.

        Returns:
            Itself, so that a check can end with it.
        """
        for name, value in self._told(facts, *about, **how):
            self.fact(name, value)
        return self.with_clues(clues)

    def with_clues(self, clues: Telling, *about: Any, **how: Any) -> Seen:
        """Note *clues* alone; see :meth:`judging`."""
        if only_facts():
            return self
        for name, value in self._told(clues, *about, **how):
            self.clue(name, value)
        return self

    def judging_unless_raised(self, facts: Facts, *, way: Facts = ()) -> Seen:
        """
        Note *facts* about what came back, and how it came about, the *way*, as clues.

        Where the learner's code raised, nothing came back, and many mistakes end in the same
        exception; so then the *way* is judged instead.
        """
        return self.judging(way) if self.raised else self.judging(facts, clues=way)

    def requiring(self, name: str, condition: bool) -> None:
        """
        Note the fact *name*: whether *condition* holds. If not, the ``with`` block ends here.

        It is for what all later questions in the block need, such as a model to ask.
        """
        self.fact(name, condition)
        if not condition:
            raise _EnoughSeen

    def _told(self, facts: Telling, *about: Any, **how: Any) -> Iterable[tuple[str, object]]:
        told = facts(self.journal, *about, **how) if callable(facts) else facts
        # Whether it is a Mapping, Python would find out by asking all kinds of mappings there are, in each child.
        if hasattr(told, "items"):
            return told.items()
        return [(sign.name, sign.value) for sign in told]

    def judging_answer(self) -> Seen:
        """Note what the learner's function returned, as the fact ``returned``; None if it raised."""
        return self.judging({"returned": self.answer})

    def returned(self, value: object) -> None:
        """Note what the learner's function returned, as the fact ``returned``."""
        self.fact("returned", value)

    def fact(self, name: str, value: object) -> None:
        """Note a fact: it is judged. *value* may be anything; it is only read."""
        self.facts[name] = describe(value)

    def judged(self, name: str, numbers: object, rule: Rule) -> None:
        """
        Note a fact whose *numbers* are judged by *rule*, as no two right answers show the same ones.

        The judge replaces them by one word, such as "every row once". If the check itself decided
        this, the fact would be a mere "yes", which anybody could replay.

        Args:
            numbers: A tensor, a number or lists of these; anything else is noted as well, but is
                judged as if there were no numbers.
            rule: Made by a function of :mod:`autograder.probing.rules`. Its parameters have to
                come from the case, never from the submission.
        """
        self.facts[name] = describe(numbers)
        self.rules[name] = rule

    def clue(self, name: str, value: object) -> None:
        """Note a clue: it is never judged, but can tell two wrong programs apart."""
        if not only_facts():
            self.clues[name] = describe(value)

    def draw(self, result: object, names: Mapping[str, Tensor]) -> None:
        """
        Note the graph behind *result*, to be drawn beside the reference's; it is not judged.

        It is drawn with values, and with gradients on its edges if *result* is a single number.
        Nothing is changed, so this may come before other questions about *result*; see
        :func:`~autograder.probing.tracing.graph_of`. If the learner's code raised, there is no graph.

        Args:
            names: The leaves to show by name; other leaves are ``leaf``.
        """
        if self.raised or only_facts():
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
            points: What it was learnt from: all x, then all y.
            curve: What the model predicts: all x (the same for every submission), then all y.
            history: The loss of each epoch; a long history is thinned out evenly.
        """
        if only_facts():
            return
        every = max(1, len(history) // _MAX_HISTORY)
        for name, value in (("points", points), ("curve", curve)):
            self.recording[name] = describe([[*column][:_MAX_POINTS] for column in value])
        if history:
            self.recording["history"] = describe([*history[::every]])

    def for_another_claim(self) -> Seen:
        """Return the same, as noted up to now; what either notes from here on, the other doesn't have."""
        other = Seen(self._warnings)
        vars(other).update(vars(self))
        other.facts, other.clues = dict(self.facts), dict(self.clues)
        other.recording, other.rules = dict(self.recording), dict(self.rules)
        return other

    def observation(self, submission: Submission, case: Case) -> Observation:
        """Freeze what was noted."""
        return Observation(
            self.facts, self.clues, call_of(submission), case.sizes, self.recording, self.rules
        )


class watching:  # noqa: N801 - reads as a verb: with watching() as seen
    """
    Watch while learner code runs, and go on if it raises.

    What the learner's code raises becomes the fact ``raised`` and ends the
    block; an exception of the check's own goes through. Warnings are the clue ``warnings``.

    Args:
        watchers: They start in the given order, stop in the reverse one and report in the given
            order. Tensors are watched by :class:`journaling`.

    Raises:
        TypeError: If one of *watchers* is no watcher.
    """

    _warnings_are_a_clue = True

    def __init__(self, *watchers: Watcher) -> None:
        for watcher in watchers:
            if not isinstance(watcher, Watcher):
                kind = type(watcher).__name__
                raise TypeError(f"{kind} is no watcher; journaling(w=w) watches tensors by name")
        warnings = Warnings()
        self._seen = Seen(warnings)
        self._watchers: list[Watcher] = [warnings, *watchers]

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
        if error is not None and not isinstance(error, LearnerError | _EnoughSeen):
            return False
        if isinstance(error, LearnerError):
            self._seen.facts["raised"] = error.error
        if self._warnings_are_a_clue:
            self._seen.clue("warnings", self._seen.warnings)
        for watcher in self._watchers:
            watcher.report(self._seen)
            if not only_facts():
                watcher.record(self._seen.recording)
        return True


class journaling(watching):  # noqa: N801 - with journaling(W=W) as seen
    """
    Watch while learner code runs, and keep a journal of it; see :mod:`autograder.probing.journal`.

    Only what was raised is a fact by itself: :meth:`Seen.judging` says which other facts count.
    Nor are warnings a clue by themselves; ``seen.warnings`` has them.

    Args:
        beside: Watchers that report for themselves, a :class:`Landscape` say.
        long, parameters, keep: See :class:`~autograder.probing.journal.recorder.Recorder`.
        named: Tensors, modules and optimizers, by the names that facts ask for.
    """

    _warnings_are_a_clue = False

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
        self._seen.given = named
        self._seen._recorder = recorder


def watched(function: Callable[..., Any], *arguments: object) -> Seen:
    """Call a submission's *function* once and watch; ``seen.answer`` is what it returned."""
    with watching() as seen:
        seen.answer = function(*arguments)
    return seen


def journaled(
    function: Callable[..., Any],
    *arguments: object,
    beside: Sequence[Watcher] = (),
    **named: object,
) -> Seen:
    """
    Call a submission's *function* once, in a journal; ``seen.answer`` is what it returned.

    Args:
        arguments: Its first arguments.
        beside: Watchers that report for themselves, a :class:`Landscape` say.
        named: The arguments after these, also passed by position; facts ask for tensors, modules
            and optimizers by these names.
    """
    with journaling(*beside, **named) as seen:  # type: ignore[arg-type]
        seen.answer = function(*arguments, *named.values())
    return seen
