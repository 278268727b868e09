"""A series of questions as HTML: the page, and what changes on it with each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from autograder.feedback import quiz_feedback, sentences
from autograder.feedback.placement import nothing_due
from autograder.feedback.quiz import how_to_choose
from autograder.languages import Words
from autograder.pages.quiz import option_html, prompt_html
from autograder.quizzes import QuizSession, Stage, Standing, kind_of
from autograder.web.desk import Desk
from autograder.web.framing import Frame, filled, framed, status_part
from autograder.web.series import Series, Turn
from autograder.workspace.order import first_open

__all__ = ["series_page", "turn_part"]

_SIGNS = {Standing.RIGHT: "✓", Standing.PARTLY: "~", Standing.WRONG: "✗"}


def series_page(desk: Desk, frame: Frame, name: str) -> str:
    """
    Return the page of a series of questions.

    Raises:
        UnknownSeriesError, UnknownExerciseError: If there is no such series.
    """
    series = desk.series.named(name)
    return framed(
        "series.html",
        desk,
        frame,
        name=name,
        title=_title_of(desk, name),
        series=_series_part(desk, frame, name, series),
    )


def turn_part(desk: Desk, frame: Frame, name: str, turn: Turn) -> dict[str, Any]:
    """Return what a page shows after an answer: what is said about it, and what is asked now."""
    say, series = desk.say, desk.series.named(name)
    response = turn.response
    feedback = quiz_feedback(response, sentences(desk.course), say) if response else None
    told = filled(
        "answered.html",
        say=say,
        feedback=feedback,
        sign=_SIGNS[feedback.standing] if feedback else "",
        unread=turn.unread.message(say) if turn.unread else "",
        again=series.session.stage is Stage.AGAIN,
        trouble=desk.store.trouble(say),
    )
    stays = turn.unread is not None or (response is not None and not response.explained)
    return {
        "told": told,
        "over": response is not None and response.explained,
        "same": stays and series.session.stage is not Stage.WHY,
        "html": _series_part(desk, frame, name, series),
        "turn": series.turn,
        **status_part(desk),
    }


def _series_part(desk: Desk, frame: Frame, name: str, series: Series) -> str:
    session, say = series.session, desk.say
    return filled(
        "question.html",
        say=say,
        frame=frame,
        name=name,
        turn=series.turn,
        anew=[desk.course.exercise(one) for one in series.anew],
        language=say.language,
        session=session,
        done=session.stage is Stage.DONE,
        nothing_due=nothing_due(desk.progress(), say) if name == "review" else "",
        one=_shown_question(session, say) if session.stage is not Stage.DONE else None,
        back=_back_from(desk, name),
    )


def _shown_question(session: QuizSession, say: Words) -> dict[str, Any]:
    """The present question, as templates show questions."""
    question = session.current.question
    shown = (
        replace(question, code=_numbered(question.lines))
        if kind_of(question).numbered
        else question
    )
    return {
        "id": f"q-{question.item}",
        "name": question.item.removesuffix(".why"),
        "control": kind_of(question).control.value,
        "prompt": prompt_html(shown, say.language),
        "options": [option_html(option, say.language) for option in question.options],
        "how": how_to_choose(question, say),
    }


def _numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"{number:2}  {line}" for number, line in enumerate(lines, start=1))


def _title_of(desk: Desk, name: str) -> str:
    say = desk.say
    match name.split("/"):
        case ["chapter", chapter]:
            title = desk.course.chapters[chapter].title[say.language]
            return say("Questions: {title}", title=title)
        case ["exercise", exercise]:
            title = desk.course.exercise(exercise).sheet.title[say.language]
            return say("Questions: {title}", title=title)
    return say("Review")


def _back_from(desk: Desk, name: str) -> str:
    """Where to go on after a series: the exercise after that which it follows, or the map."""
    kind, _, exercise = name.partition("/")
    if kind == "exercise":
        following = first_open(desk.course, desk.progress(), after=desk.course.exercise(exercise))
        return f"/exercises/{following.id}" if following else "/"
    return "/"
