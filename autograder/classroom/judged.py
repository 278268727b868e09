"""Verdicts on programs of which the class has seen this very text: such a program need not run again."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from autograder.content import Exercise
from autograder.judging import Outcome, Verdict, read_verdict, write_verdict
from autograder.runs import End
from autograder.submissions import Sources

__all__ = ["Judged"]

#: Verdicts that are kept, and characters of one: a recording that somebody made long fills no memory.
_MOST, _LONGEST = 300, 100_000


class Judged:
    """
    Verdicts on public cases by the text that was judged, to the letter: what one learner writes in a
    program can change the verdict on nobody's who has not written the same. Its methods may be called
    from several threads at a time.

    Only what the text alone decides is kept: nothing of ours that broke, no limit that was met, and
    no reaching for the grader. A program that draws numbers of its own, or asks for the time, may do
    otherwise in another run; so whoever asks again about the same text has it run.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._verdicts: OrderedDict[str, str] = OrderedDict()
        self._last_asked: dict[str, str] = {}

    def verdict(self, learner: str, sources: Sources, exercise: Exercise) -> Verdict | None:
        """Return the verdict on *sources*; None if it is to be run for *learner*."""
        name = _name(sources, exercise)
        with self._lock:
            asks_again = self._last_asked.get(learner) == name
            self._last_asked[learner] = name
            text = None if asks_again else self._verdicts.get(name)
            if text is None:
                return None
            self._verdicts.move_to_end(name)
        return read_verdict(text)

    def note(self, sources: Sources, exercise: Exercise, verdict: Verdict) -> None:
        """Keep *verdict* on *sources*, if the next one would be the same; else forget an older one."""
        name = _name(sources, exercise)
        text = write_verdict(verdict) if _is_of_the_text_alone(verdict) else ""
        with self._lock:
            self._verdicts.pop(name, None)
            if text and len(text) <= _LONGEST:
                self._verdicts[name] = text
            if len(self._verdicts) > _MOST:
                self._verdicts.popitem(last=False)


def _name(sources: Sources, exercise: Exercise) -> str:
    """A name of an exercise as it is now, and of all that is run as it."""
    stamps = exercise.checks_path.stat().st_mtime_ns, exercise.key_path.stat().st_mtime_ns
    parts = repr((exercise.id, stamps, sources.main, sorted(sources.helpers.items())))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def _is_of_the_text_alone(verdict: Verdict) -> bool:
    runs_to_the_end = all(
        check.outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.ERRORED)
        and (check.reason is None or check.reason.end is End.DONE)
        for check in verdict.checks
    )
    return runs_to_the_end and not verdict.left_out and not verdict.integrity
