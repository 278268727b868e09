"""Words on solutions: why there are none to see, and how a way differs from one's own program."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.content import Exercise
from autograder.languages import Words
from autograder.sealed import Way
from autograder.workspace import ENOUGH_TRIES, Progress

__all__ = ["difference", "no_other_way", "not_yet", "really"]

#: A line names so many words of a program at most.
_MOST = 4


def not_yet(exercise: Exercise, progress: Progress, say: Words) -> str:
    """Return why solutions of *exercise* are not shown yet; an empty text if they may be."""
    entry, count = progress.of(exercise.id), len(exercise.sheet.hints)
    tries = len(entry.tries)
    if progress.passed(exercise.id) or (entry.hints >= count and tries >= ENOUGH_TRIES):
        return ""
    return say(
        "Solutions of {id} are shown once you have passed it, or after its last hint and {enough} "
        "honest tries: checks of a program that you have changed. So far: {hints} of {count} hints, "
        "{tries} of {enough} tries.",
        id=exercise.id,
        enough=ENOUGH_TRIES,
        hints=entry.hints,
        count=count,
        tries=tries,
    )


def really(exercise: Exercise, say: Words) -> str:
    """Return what is asked before solutions of an exercise are shown that is not passed."""
    return say(
        "{id} is not passed yet. Really? What you find by yourself stays with you.", id=exercise.id
    )


def no_other_way(exercise: Exercise, say: Words) -> str:
    """Return the sentence for an exercise whose right programs are all as the learner's own."""
    return say("There is no other way to show for {id}.", id=exercise.id)


def difference(way: Way, say: Words) -> str:
    """Return one line on what differs between a way and the learner's own program."""
    has, lacks = _listed(way.has, say), _listed(way.lacks, say)
    if has and lacks:
        return say("It has {has}; yours has {lacks}.", has=has, lacks=lacks)
    if has:
        return say("It has {has}, which yours does without.", has=has)
    if lacks:
        return say("It does without {lacks}.", lacks=lacks)
    return say("The same means; what differs is how they are put together.")


def _listed(words: Sequence[str], say: Words) -> str:
    shown, rest = ", ".join(f"`{word}`" for word in words[:_MOST]), len(words) - _MOST
    return say("{shown} and {n} more", shown=shown, n=rest) if rest > 0 else shown
