"""The classroom's own pages: the door, what the class is shown, and the instructor's view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.classroom.admission import Guest
from autograder.classroom.live import LOOKS_BACK, Heat, view_of
from autograder.classroom.room import Room
from autograder.languages import Words
from autograder.pages.page import environment
from autograder.texts import one_line
from autograder.web.framing import Frame
from autograder.web.stores import digest_of

__all__ = [
    "door_page",
    "entered_page",
    "example_of",
    "instructor_page",
    "instructors_way_in",
    "shown_page",
]


def door_page(frame: Frame, say: Words, has_code: bool, refused: bool) -> str:
    """Return the page on which one comes in by the class's code."""
    return _filled("door.html", say, frame, has_code=has_code, refused=refused)


def entered_page(room: Room, frame: Frame, guest: Guest, say: Words) -> str:
    """Return the page that tells whoever has come in as whom."""
    name = ""
    if guest.learner is not None:
        say = room.desk(guest.learner).say
        found = room.database.rows("SELECT name FROM learners WHERE id = ?", guest.learner)
        name = str(found[0][0])
    return _filled("entered.html", say, frame, name=name, is_instructor=guest.learner is None)


def shown_page(room: Room, frame: Frame, say: Words, *, is_instructor: bool) -> str:
    """Return what the class is shown now."""
    course, shown = room.course, room.shown
    parts: dict[str, Any] = {"shown": shown, "is_instructor": is_instructor}
    if shown is not None:
        exercise = course.exercise(shown.exercise)
        parts |= {
            "title": course.misconceptions[shown.misconception].title[say.language],
            "sentence": course.sentence(shown.misconception, exercise)[say.language],
            "exercise": exercise,
        }
    return _filled("shown.html", say, frame, **parts)


def instructors_way_in(say: Words) -> str:
    """Return what tells an instructor who is not in, or no longer, how one comes in."""
    return say("You are not in as the instructor: come in by the link that the terminal shows.")


def instructor_page(
    room: Room,
    frame: Frame,
    say: Words,
    *,
    code: str,
    address: str,
    is_in_class: Callable[[str], bool] = lambda _: True,
) -> str:
    """
    Return the class as it is now.

    Args:
        is_in_class: Tells whether the learner of that id is still to be listed.
    """
    view, course, language = view_of(room), room.course, say.language
    learners = [one for one in view.learners if is_in_class(one.id)]
    shown_ids = {one.id: one_line(one.id) for one in learners}  # They turn no line around.
    titles = {one.id: one.sheet.title[language] for one in course.exercises}

    def heat(one: Heat) -> dict[str, Any]:
        exercise = course.exercise(one.exercise)
        return {
            "id": one.misconception,
            "title": course.misconceptions[one.misconception].title[language],
            "sentence": course.sentence(one.misconception, exercise)[language],
            "exercise": one.exercise,
            "where": titles[one.exercise],
            "learners": one.learners,
            "example": one.example,
            "digest": digest_of(one.example.encode()),
        }

    return _filled(
        "instructor.html",
        say,
        frame,
        view=view,
        learners=learners,
        shown_ids=shown_ids,
        seen=sum(one.minutes is not None and one.minutes < LOOKS_BACK for one in learners),
        titles=titles,
        most=max((one.learners for one in view.heat), default=1),
        heat=[heat(one) for one in view.heat if one.exercise in titles],
        total=len(course.exercises),
        shown=room.shown and course.misconceptions[room.shown.misconception].title[language],
        code=code,
        address=address,
        way_in=instructors_way_in(say),
    )


def example_of(room: Room, misconception: str, exercise: str) -> str | None:
    """Return the example of that misconception that the instructor's page has now; None if it is not there."""
    found = (
        one.example
        for one in view_of(room).heat
        if (one.misconception, one.exercise) == (misconception, exercise)
    )
    return next(found, None)


def _filled(template: str, say: Words, frame: Frame, **parts: Any) -> str:
    page = environment("autograder.classroom", "autograder.web").get_template(template)
    return page.render(say=say, language=say.language, frame=frame, **parts)
