"""
The door of otter-grader: a plugin that grades before otter runs anything.

Otter runs a submission in the kernel that holds its tests and writes its results, so a
submission can write its own. Here it is graded in our sandbox first and then taken away:
otter's kernel runs an empty notebook, and its test cases read our verdicts.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from otter.plugins import AbstractOtterPlugin

from autograder.assignments import unpack
from autograder.grading.single import grade_one
from autograder.languages import words_in
from autograder.reports import feedback_on
from autograder.reports.results import ClassResults, results_of
from autograder.sandbox import Tier
from autograder.submissions import Attempt, File

__all__ = ["GradlingsPlugin", "claim"]

#: Where the kernel finds our verdicts; it inherits the environment of otter's process.
_VARIABLE = "GRADLINGS_VERDICTS"


class GradlingsPlugin(AbstractOtterPlugin):  # type: ignore[misc]
    """Named in ``otter_config.json``, with the name of the bundle among the zip's files."""

    def before_grading(self, config: Any) -> None:  # noqa: ARG002 - otter's signature
        """
        Grade the submission and remove it, before otter looks at it.

        Otter would unpickle an ``.OTTER_LOG`` of the student's, and start a kernel in a
        folder where a ``pickle.py`` of the student's could lie.
        """
        submission = Path(self.submission_path)
        folder = submission.parent
        bundle_file = folder / self.plugin_config["bundle"]
        place = Path(tempfile.mkdtemp(prefix="gradlings-otter-"))
        bundle = unpack(bundle_file.read_bytes(), place / "bundle")
        student = _student(self.submission_metadata)
        # What can't be read is no answer: every claim says then that there is nothing.
        attempt = Attempt(student, student, (File(submission.name, submission),))
        work, ledger = grade_one(
            bundle, attempt, Tier.named(self.plugin_config.get("isolation", "process"))
        )
        results = results_of(bundle, work, ledger, names={student: "submission"})
        (place / "verdicts.json").write_text(json.dumps(_claims(results)), encoding="utf-8")
        os.environ[_VARIABLE] = str(place / "verdicts.json")
        _clear(folder, keep={"tests", submission.name, "__init__.py"})

    def before_execution(self, submission: Any) -> Any:
        """Give otter a notebook without cells to run."""
        submission["cells"] = []
        return submission

    def after_grading(self, results: Any) -> None:
        """Nothing to add: the cases that passed and failed are ours. Tell what was seen."""
        known = json.loads(Path(os.environ[_VARIABLE]).read_text(encoding="utf-8"))
        told = [
            f"{name}\n{message}"
            for name, (score, worth, message) in known["public"].items()
            if score < worth and message
        ]
        results.set_output("\n\n".join(told))


def claim(exercise_id: str, check_name: str, *, hidden: bool) -> None:
    """
    Raise AssertionError, with the feedback, if a claim did not hold when it was graded.

    Args:
        hidden: Whether it is about all cases; else only about what public cases show.
    """
    score, worth, message = _verdicts()["hidden" if hidden else "public"][
        f"{exercise_id}: {check_name}"
    ]
    if score < worth:
        raise AssertionError(message)


@cache
def _verdicts() -> dict[str, dict[str, tuple[float, float, str]]]:
    data: dict[str, dict[str, tuple[float, float, str]]] = json.loads(
        Path(os.environ[_VARIABLE]).read_text(encoding="utf-8")
    )
    return data


def _claims(results: ClassResults) -> dict[str, dict[str, tuple[float, float, str]]]:
    """Score, worth and feedback of every claim: on all cases, and as far as public ones tell."""
    say = words_in(results.languages[0])
    claims: dict[str, dict[str, tuple[float, float, str]]] = {"public": {}, "hidden": {}}
    for answer in results.students[0].answers:
        exercise = results.course.exercise(answer.exercise)
        if answer.verdict is None:
            none = say("Nothing was handed in for this exercise.")
            for line in exercise.sheet.claims:
                name = f"{exercise.id}: {line.check}"
                claims["public"][name] = claims["hidden"][name] = (0.0, line.points, none)
            continue
        feedback = feedback_on(answer.verdict, exercise, results.course, say)
        for told, verdict in zip(feedback.checks, answer.verdict.checks, strict=True):
            name = f"{exercise.id}: {told.check}"
            secret = verdict.reason is not None and verdict.reason.hidden
            claims["hidden"][name] = (told.score, told.max_score, told.message)
            claims["public"][name] = (
                (told.max_score, told.max_score, "") if secret else claims["hidden"][name]
            )
    return claims


def _student(metadata: Any) -> str:
    """The student's id on Gradescope, which chooses the variant; elsewhere there is none."""
    try:
        return str(metadata["users"][0]["sid"] or metadata["users"][0]["email"])
    except (KeyError, IndexError, TypeError):
        return "submission"


def _clear(folder: Path, keep: set[str]) -> None:
    """Remove all that a submission brought, but its main file, which otter opens as text."""
    for path in folder.iterdir():
        if path.name in keep:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
