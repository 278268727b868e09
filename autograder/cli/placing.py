"""``quiz place``: a placement on the terminal, which sets chapters aside for those who know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text as Line

from autograder.cli.asking import take_answer
from autograder.cli.session import Session
from autograder.content import Course
from autograder.feedback.placement import aside_sentence
from autograder.quizzes import Placement, hardest, load_bank
from autograder.screens.placement import render_placed
from autograder.screens.quiz import render_question
from autograder.screens.signs import ascii_only
from autograder.workspace import Progress, Workspace
from autograder.workspace.order import aside_in
from autograder.workspace.questions import note_answers, variant_to_ask

__all__ = ["place_learner", "take_back"]


def place_learner(
    session: Session, course: Course, workspace: Workspace, chapters: Sequence[str]
) -> None:
    """Ask about those of *chapters* that have anything left to do, and set aside what is known."""
    file, console, say = workspace.progress_file, session.console, session.say
    placement = _placement(course, file.load(), chapters, note_answers(file))
    if placement.chapter is None:
        console.print(say("Nothing is left to do there, so nothing is asked."))
        return
    message = say(
        "At most two questions a chapter, the hardest first; what you know is set aside. Enter skips, "
        "q leaves."
    )
    console.print(Line(message, "dim"))
    while placement.chapter is not None:
        session.tell_unsaved(file)
        if not _take_turn(session, course, placement):
            break
    file.note(lambda progress: progress.set_aside(_exercises_of(course, placement.known)))
    _tell(session, course, placement, file.load())
    session.tell_unsaved(file)


def _placement(
    course: Course, known: Progress, chapters: Sequence[str], note: Callable[..., None]
) -> Placement:
    bank = load_bank(course)
    asked = {}
    for chapter in chapters:
        if any(known.is_open(name) for name in _exercises_of(course, [chapter])):
            items = course.banks[chapter].root
            posed = {name: bank.posed(name, variant_to_ask(known, name)) for name in items}
            asked[chapter] = [posed[name] for name in hardest(items, posed)]
    return Placement(asked, note)


def _exercises_of(course: Course, chapters: Sequence[str]) -> list[str]:
    return [exercise.id for exercise in course.exercises if exercise.chapter in chapters]


def _take_turn(session: Session, course: Course, placement: Placement) -> bool:
    """Ask for one answer and give feedback on it; return whether to go on."""
    console, say, posed = session.console, session.say, placement.current
    assert placement.chapter is not None
    console.print()
    console.print(Line(course.chapters[placement.chapter].title[say.language], "dim"))
    console.print(render_question(posed, say))
    return take_answer(session, course, posed, placement)


def _tell(session: Session, course: Course, placement: Placement, progress: Progress) -> None:
    console, say = session.console, session.say
    counts = {name: len(aside_in(course, progress, name)) for name in course.chapters}
    console.print()
    plain = ascii_only(console)
    console.print(render_placed(placement.placed, counts, course, say, ascii_only=plain))
    if aside := aside_in(course, progress):
        console.print(Line(aside_sentence(aside, say)))


def take_back(
    session: Session, course: Course, workspace: Workspace, chapters: Sequence[str]
) -> None:
    """Put those exercises of *chapters* back that were set aside."""
    file, say = workspace.progress_file, session.say
    names = set(_exercises_of(course, chapters))
    aside = [name for name in aside_in(course, file.load()) if name in names]
    file.note(lambda progress: progress.take_back(aside))
    message = say.many(
        "{n} exercise is to be done again.", "{n} exercises are to be done again.", n=len(aside)
    )
    session.console.print(Line(message))
    session.tell_unsaved(file)
