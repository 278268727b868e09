"""A desk as HTML: whole pages, and the parts of them that change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.content import Course, Exercise
from autograder.errors import InputError
from autograder.feedback.explanations import explained_errors, explained_text
from autograder.feedback.placement import nothing_left
from autograder.judging import Outcome
from autograder.languages import Words
from autograder.pages.page import sign
from autograder.pages.quiz import safe_json
from autograder.pages.student import pictures
from autograder.web.desk import Checked, Desk
from autograder.web.framing import Frame, filled, framed, status_part
from autograder.web.markdown import as_html
from autograder.web.solutions import offer_part
from autograder.workspace import Progress
from autograder.workspace.mastery import concepts_of, misconceptions_of
from autograder.workspace.order import first_open
from autograder.workspace.questions import after_exercise

__all__ = [
    "UnknownChapterError",
    "chapter_page",
    "checked_part",
    "course_page",
    "entering_page",
    "error_page",
    "exercise_page",
    "explain_page",
    "hints_part",
    "progress_page",
]


def course_page(desk: Desk, frame: Frame) -> str:
    """Return the map of the course: chapters, exercises, what comes next, what is due."""
    progress, say = desk.progress(), desk.say
    due = len(progress.due())
    return framed(
        "course.html",
        desk,
        frame,
        title=desk.course.sheet.title[say.language],
        chapters=[_listed(desk, progress, chapter) for chapter in desk.course.chapters],
        current=first_open(desk.course, progress),
        waiting=say.many("{n} thing to ask again", "{n} things to ask again", n=due),
        nothing_left=nothing_left(desk.course, progress, say),
        begun=any(progress.passed(one.id) for one in desk.course.exercises),
    )


class UnknownChapterError(InputError, LookupError):
    """No chapter has the name that an address has."""


def chapter_page(desk: Desk, frame: Frame, chapter: str) -> str:
    """
    Return a chapter's text and its exercises.

    Raises:
        UnknownChapterError: If there is no such chapter.
    """
    if chapter not in desk.course.chapters:
        raise UnknownChapterError("there is no such chapter")
    text = desk.course.page(chapter, desk.say.language) or ""
    listed = _listed(desk, desk.progress(), chapter)
    return framed("chapter.html", desk, frame, chapter=listed, text=as_html(text, titled=True))


def exercise_page(desk: Desk, frame: Frame, exercise_id: str) -> str:
    """
    Return the page on which an exercise is worked on.

    Raises:
        UnknownExerciseError: If there is no such exercise.
    """
    course, exercise, say = desk.course, desk.course.exercise(exercise_id), desk.say
    kept = desk.text(exercise.id)
    siblings = [one for one in course.exercises if one.chapter == exercise.chapter]
    return framed(
        "exercise.html",
        desk,
        frame,
        exercise=exercise,
        chapter=course.chapters[exercise.chapter].title[say.language],
        place=siblings.index(exercise) + 1,
        count=len(siblings),
        statement=as_html(exercise.statement(say.language), below=2, titled=True),
        kept=safe_json({"text": kept.text, "digest": kept.digest, "problem": kept.problem}),
        words=safe_json(_words_of_editor(say)),
        hints=hints_part(desk, exercise.id),
    )


def progress_page(desk: Desk, frame: Frame) -> str:
    """Return what the learner has mastered, by concept and by misconception."""
    progress = desk.progress()
    return framed(
        "progress.html",
        desk,
        frame,
        course=desk.course,
        concepts=concepts_of(desk.course, progress),
        misconceptions=misconceptions_of(desk.course, progress),
    )


def explain_page(desk: Desk, frame: Frame, error: str) -> str:
    """Return what an error message, or a misconception, means in this course."""
    found = explained_text(desk.course, error.strip(), desk.say.language) if error else None
    return framed("explain.html", desk, frame, error=error, found=found)


def error_page(say: Words, frame: Frame, message: str, place: str = "", label: str = "") -> str:
    """Return a page that says why there is none, and leads to *place* if there is a better one."""
    parts = {"message": message, "place": place, "label": label}
    return filled("error.html", say=say, language=say.language, frame=frame, **parts)


def entering_page(root: str) -> str:
    """Return the page that leads into the course whoever just got their cookie."""
    return filled("entering.html", root=root)


# Parts


def checked_part(desk: Desk, frame: Frame, exercise_id: str, checked: Checked) -> dict[str, Any]:
    """Return what a page shows of a check: HTML, a sentence that is read aloud, and the digest."""
    course, say = desk.course, desk.say
    exercise, feedback, progress = course.exercise(exercise_id), checked.feedback, desk.progress()
    passed = feedback is not None and feedback.verdict.outcome is Outcome.PASSED
    waiting = len(after_exercise(course, progress, exercise.id)) if passed else 0
    questions = say.many("{n} question about it", "{n} questions about it", n=waiting)
    html = filled(
        "checked.html",
        say=say,
        language=say.language,
        frame=frame,
        sign=sign,
        **pictures(say),
        exercise=exercise,
        feedback=feedback,
        problem=checked.problem,
        trouble=desk.store.trouble(say),
        passed=passed,
        unwritten=feedback is not None and feedback.verdict.is_unwritten,
        explanations=explained_errors(course, feedback, say.language) if feedback else [],
        following=first_open(course, progress, after=exercise),
        waiting=questions if waiting else "",
        solutions=offer_part(desk, exercise),
    )
    return {
        "html": html,
        "passed": passed,
        "told": _told(checked, course, say),
        "digest": checked.digest,
        **status_part(desk),
    }


def _told(checked: Checked, course: Course, say: Words) -> str:
    """The outcome as it is read aloud: with the ideas at stake, which else would have to be looked for."""
    if checked.feedback is None:
        return checked.problem
    verdict = checked.feedback.verdict
    if verdict.outcome is Outcome.PASSED:
        return say("Passed!")
    if verdict.is_unwritten:
        return say("Not begun yet")
    score, most = f"{verdict.score:g}", f"{verdict.max_score:g}"
    outcome = say("Not passed yet: {score} of {max_score} points.", score=score, max_score=most)
    titles = [course.misconceptions[one].title[say.language] for one in verdict.misconceptions]
    return " ".join([outcome, *(f"{title.replace('`', '')}." for title in titles)])


def hints_part(desk: Desk, exercise_id: str) -> str:
    """Return the hints that the learner has seen, as HTML."""
    exercise, say = desk.course.exercise(exercise_id), desk.say
    given = desk.progress().exercises.get(exercise.id)
    hints = [hint[say.language] for hint in exercise.sheet.hints]
    shown = [as_html(hint) for hint in hints[: given.hints if given else 0]]
    return filled("hints.html", say=say, hints=shown, count=len(hints))


@dataclass(frozen=True, slots=True)
class _ListedExercise:
    exercise: Exercise
    state: str


@dataclass(frozen=True, slots=True)
class _ListedChapter:
    """A chapter in a list, with the state of its exercises and questions."""

    name: str
    number: str
    title: str
    exercises: Sequence[_ListedExercise]
    questions: int
    answered: int

    @property
    def done(self) -> int:
        return sum(one.state == "passed" for one in self.exercises)


def _listed(desk: Desk, progress: Progress, chapter: str) -> _ListedChapter:
    course = desk.course
    items = list(course.banks[chapter].root) if chapter in course.banks else []
    current = first_open(course, progress)

    def state(exercise: Exercise) -> str:
        if progress.passed(exercise.id):
            return "passed"
        if progress.is_aside(exercise.id):
            return "aside"
        return "current" if exercise is current else "open"

    return _ListedChapter(
        chapter,
        chapter.partition("_")[0],
        course.chapters[chapter].title[desk.say.language],
        [_ListedExercise(one, state(one)) for one in course.exercises if one.chapter == chapter],
        len(items),
        sum(item in progress.items for item in items),
    )


def _words_of_editor(say: Words) -> dict[str, Any]:
    """Texts that scripts show; those of the editor's own by what it calls them."""
    return {
        "phrases": {
            "folded code": say("hidden lines"),
            "unfold": say("show them"),
            "Fold line": say("Hide these lines"),
            "Unfold line": say("Show these lines"),
        },
        "program": say("Your program"),
        "statement": say("the task, as comments"),
        "saved": say("Saved."),
        "saving": say("Saving …"),
        "checking": say("Checking …"),
        "unsaved": say("Not saved yet."),
        "offline": say(
            "The server does not answer. What you type is kept in this browser and saved once it "
            "does."
        ),
        "outside": say("Your program was changed elsewhere; this is the new version."),
        "reset": say("Put the stub back? Your version is kept."),
        "reset_yes": say("Yes, start over"),
        "reset_done": say("The stub is back."),
        "solutions_yes": say("Yes, show them"),
        "restored": say("What you had typed and not saved is back."),
    }
