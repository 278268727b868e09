"""Solutions at a desk: whether there are any to see, and other ways beside the learner's own."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.content import Exercise
from autograder.errors import InputError, Say
from autograder.feedback.solutions import difference, no_other_way, not_yet, really
from autograder.languages import Words
from autograder.sealed import Way, read_solutions, three_ways
from autograder.submissions.bare import bare
from autograder.web.desk import Desk
from autograder.web.framing import filled

__all__ = ["NotToBeSeenError", "offer_part", "solutions_part"]


class NotToBeSeenError(InputError):
    """There are no solutions to see; *why* says what is still to do, if there are some."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why or "there are no solutions to see")
        self._why = why

    def message(self, say: Say) -> str:
        return self._why or say("There are no solutions to see.")


def offer_part(desk: Desk, exercise: Exercise) -> dict[str, str] | None:
    """Return what the button says that shows solutions, and what it asks first; None without one."""
    progress, say = desk.progress(), desk.say
    if desk.find_solutions() is None or not_yet(exercise, progress, say):
        return None
    if progress.passed(exercise.id):
        return {"label": say("Other ways to write it"), "question": ""}
    return {"label": say("Show solutions"), "question": really(exercise, say)}


def solutions_part(desk: Desk, exercise_id: str) -> str:
    """
    Return other ways to write an exercise beside the learner's own program, as HTML.

    That they were seen before the exercise was passed is noted.

    Raises:
        UnknownExerciseError: If there is no such exercise.
        NotToBeSeenError: If there are none, or if they are not to be seen yet.
        SolutionsError: If their file can't be used.
    """
    exercise, progress, say = desk.course.exercise(exercise_id), desk.progress(), desk.say
    path = desk.find_solutions()
    if path is None:
        raise NotToBeSeenError
    if why := not_yet(exercise, progress, say):
        raise NotToBeSeenError(why)
    own = desk.store.sources(exercise).main
    ways = three_ways(own, read_solutions(path).of(exercise.id))
    if not progress.passed(exercise.id):
        desk.store.progress.note(lambda known: known.give_solution(exercise.id))
    programs = [*_beside(own, ways, say)] if ways else []
    return filled("ways.html", say=say, programs=programs, none=no_other_way(exercise, say))


def _beside(own: str, ways: list[Way], say: Words) -> Iterator[tuple[str, str, str]]:
    """The learner's own program and *ways*: a heading of each, what differs, and its text."""
    yield say("yours"), "", bare(own)
    for number, way in enumerate(ways, start=1):
        heading = say("another way {n}/{count}", n=number, count=len(ways))
        yield heading, difference(way, say), way.program
