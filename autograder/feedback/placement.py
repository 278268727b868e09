"""Words about exercises that are set aside, and about having nothing left to do, or nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from autograder.content import Course
from autograder.languages import Words
from autograder.workspace import Progress
from autograder.workspace.order import aside_in

__all__ = ["TAKE_BACK", "aside_sentence", "nothing_due", "nothing_left"]

#: The command that takes back what was set aside.
TAKE_BACK = "gradlings quiz place --take-back"


def aside_sentence(aside: Sequence[str], say: Words) -> str:
    """Return how many exercises are set aside, and how to take them back."""
    return say.many(
        "{n} exercise is set aside, since you know it already; to take it back: {command}",
        "{n} exercises are set aside, since you know them already; to take them back: {command}",
        n=len(aside),
        command=TAKE_BACK,
    )


def nothing_left(course: Course, progress: Progress, say: Words) -> str:
    """Return what to say when no exercise is left to do."""
    aside = aside_in(course, progress)
    if not aside:
        return say("You have passed every exercise. Well done!")
    passed = say("You have passed every other exercise. Well done!")
    return f"{passed} {aside_sentence(aside, say)}"


def nothing_due(progress: Progress, say: Words) -> str:
    """Return what to say when nothing is to be asked again now: when something will be."""
    following = progress.next_due
    if following is None:
        return say("Nothing has gone wrong so far, so there is nothing to review.")
    wait = following - datetime.now(timezone.utc)
    minutes = max(1, round(wait.total_seconds() / 60))
    if wait.days:
        time = say.many("{n} day", "{n} days", n=wait.days)
    elif minutes >= 120:
        time = say.many("{n} hour", "{n} hours", n=minutes // 60)
    else:
        time = say.many("{n} minute", "{n} minutes", n=minutes)
    return say("Nothing is due now; the next question comes in {time}.", time=time)
