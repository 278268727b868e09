"""Checking in watch mode: a program is graded, its verdict noted, and the feedback rendered."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text

from autograder.content import Course, Exercise
from autograder.errors import GradlingsError
from autograder.facade.grading import Grading
from autograder.feedback.refusals import refusal, unsaved
from autograder.judging import Outcome
from autograder.languages import Words
from autograder.screens.feedback import render_feedback
from autograder.screens.signs import ascii_only
from autograder.sealed import find_solutions
from autograder.submissions import read_sources
from autograder.workspace import Progress, ProgressFile, Workspace
from autograder.workspace.questions import after_exercise
from autograder.workspace.tries import judged

__all__ = ["checked", "save_at_last", "saved_exercise"]


def checked(
    exercise: Exercise, workspace: Workspace, grading: Grading, console: Console
) -> RenderableType:
    """Check the learner's program for *exercise*, note the verdict, and return what to show."""
    say = grading.say
    try:
        sources = read_sources(workspace.path_of(exercise))
        feedback = grading.check(sources, exercise)
    except OSError as error:
        return Text(refusal(error, say), "red")
    except GradlingsError as error:
        return Text(error.message(say), "red")
    progress = workspace.progress_file.note(judged(feedback.verdict, sources.main, exercise))
    shown = render_feedback(feedback, say, ascii_only=ascii_only(console))
    if feedback.verdict.outcome is not Outcome.PASSED:
        return shown
    has_solutions = find_solutions(workspace.root, grading.course.path) is not None
    return Group(shown, *_what_next(exercise, grading, progress, has_solutions=has_solutions))


def saved_exercise(
    paths: frozenset[Path], workspace: Workspace, course: Course, current: Exercise | None
) -> Exercise | None:
    """Return the saved exercise; of several (a checkout, say), the *current* one or the first."""
    saved = [workspace.exercise_of(path, course) for path in sorted(paths)]
    found = [exercise for exercise in saved if exercise is not None]
    if current in found:
        return current
    return found[0] if found else None


def save_at_last(file: ProgressFile, console: Console, say: Words) -> None:
    """Try to write waiting progress, and tell the learner if it is lost with this process."""
    file.catch_up()
    again = say("What you did since is not counted; checking it again counts it.")
    if sentence := unsaved(file, say, again=again):
        console.print(Text(sentence, "yellow"), soft_wrap=True)


def _what_next(
    exercise: Exercise, grading: Grading, progress: Progress, *, has_solutions: bool
) -> list[Text]:
    """What can be done once *exercise* is passed."""
    say = grading.say
    sentences = [say("Passed! Press n for the next exercise.")]
    if waiting := len(after_exercise(grading.course, progress, exercise.id)):
        sentences.append(
            say.many(
                "{n} question about it: press a to answer.",
                "{n} questions about it: press a to answer.",
                n=waiting,
            )
        )
    if has_solutions:
        command = f"gradlings solution {exercise.id}"
        sentences.append(say("Other ways to write it: {command}", command=command))
    return [Text(sentence, "bold green") for sentence in sentences]
