"""Checking in watch mode: a program is graded, its verdict noted, and the feedback rendered."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.text import Text

from autograder.content import Exercise
from autograder.errors import GradlingsError
from autograder.facade.grading import Feedback, Grading
from autograder.feedback.refusals import refusal
from autograder.judging import Outcome
from autograder.screens.feedback import render_feedback
from autograder.screens.signs import ascii_only
from autograder.submissions import read_sources
from autograder.workspace import Progress, Workspace
from autograder.workspace.questions import after_exercise
from autograder.workspace.tries import judged

__all__ = ["checked"]


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
    return Group(shown, *_on(feedback, exercise, grading, progress))


def _on(feedback: Feedback, exercise: Exercise, grading: Grading, progress: Progress) -> list[Text]:
    """What to do next, once an exercise is passed."""
    if feedback.verdict.outcome is not Outcome.PASSED:
        return []
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
    return [Text(sentence, "bold green") for sentence in sentences]
