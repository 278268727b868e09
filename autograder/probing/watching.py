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
from autograder.probing.torch_parts import part
from autograder.probing.watcher import Warnings, Watcher

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

    A check adds to it inside or after the ``with`` block. The order matters: feedback shows the
    first fact that differs from the reference.
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

    def judging(self, facts: Facts, *, clues: Facts = ()) -> Seen:
        """
        Note *facts*, which are judged, and *clues*, which only tell wrong programs apart.

        Args:
            facts: By name, or as signs; the fact whose difference helps a learner most comes first.

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
            points: What it was learnt from: all x, then all y.
            curve: What the model predicts: all x (the same for every submission), then all y.
            history: The loss of each epoch; a long history is thinned out evenly.
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
        if error is not None and not isinstance(error, LearnerError):
            return False
        if error is not None:
            self._seen.facts["raised"] = error.error
        if self._warnings_are_a_clue:
            self._seen.clue("warnings", self._seen.warnings)
        for watcher in self._watchers:
            watcher.report(self._seen)
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
        self._seen._recorder = recorder


def journaled(
    function: Callable[..., Any], *arguments: object, **named: object
) -> tuple[Seen, Any]:
    """
    Call a submission's *function* once, in a journal.

    Args:
        arguments: Its first arguments.
        named: The arguments after these, also passed by position; facts ask for them by these names.

    Returns:
        What was seen, and what the function returned: None if the learner's code raised.
    """
    returned = None
    with journaling(**named) as seen:  # type: ignore[arg-type]
        returned = function(*arguments, *named.values())
    return seen, returned


def _named(facts: Facts) -> Iterable[tuple[str, object]]:
    if isinstance(facts, Mapping):
        return facts.items()
    return [(sign.name, sign.value) for sign in facts]
