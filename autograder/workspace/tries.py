"""Honest tries: checks of programs that somebody wrote, as opposed to saving the same file again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from autograder.content import Exercise
from autograder.judging import Verdict
from autograder.submissions.bare import form_of
from autograder.workspace.progress import Progress

__all__ = ["is_stub", "judged"]


def judged(verdict: Verdict, source: str, exercise: Exercise) -> Callable[[Progress], None]:
    """
    Return the change of a progress that takes in *verdict*, a verdict on *source*.

    It is an honest try unless *source* is the stub, or a program that was checked before; comments,
    docstrings and layout make no difference. Whoever has only opened an exercise answers for no
    mistake that its stub has.
    """
    if is_stub(source, exercise):
        return partial(Progress.record_stub, verdict=verdict)
    return partial(Progress.record, verdict=verdict, new=form_of(source))


def is_stub(source: str, exercise: Exercise) -> bool:
    """Tell whether *source* is the stub of *exercise*, but for comments, docstrings and layout."""
    return form_of(source) in {form_of(exercise.stub(one)) for one in exercise.languages}
