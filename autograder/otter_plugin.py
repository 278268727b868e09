"""
The adapter of otter-grader: a plugin that grades before otter runs anything.

Otter runs a submission in the kernel that runs the tests and writes the results, so a submission
can forge its results. With this plugin the submission is graded in our sandbox, and neither it nor
any key is on disk any more when otter's kernel starts: the kernel runs an empty notebook, and
otter's test cases read our verdicts.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from otter.plugins import AbstractOtterPlugin

from autograder.assignments import BundleError, unpack
from autograder.facade.submissions import grade_attempt
from autograder.feedback import feedback_on
from autograder.files import write_whole
from autograder.grading.pool import close_worker
from autograder.grading.results import ClassResults
from autograder.languages import words_in
from autograder.sandbox import Tier
from autograder.sandbox.walls.folders import remove_folder
from autograder.submissions import Attempt, File, SubmissionError, printable, read_bytes

__all__ = ["GradlingsPlugin", "claim"]

#: The variable that tells the kernel where our verdicts are; it inherits otter's environment.
_VARIABLE = "GRADLINGS_VERDICTS"
#: Limit for removing a folder of the submission. Otter allows several minutes for a whole run.
_SECONDS_TO_CLEAN_UP = 60.0

_Claims = dict[str, dict[str, tuple[float, float, str]]]

_EMPTY_NOTEBOOK = {
    "cells": [],
    # Otter starts the kernel that a notebook names.
    "metadata": {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


class GradlingsPlugin(AbstractOtterPlugin):  # type: ignore[misc]
    """
    The plugin that ``otter_config.json`` names, along with the bundle's file name inside the zip.

    Otter calls the methods in the order in which they are defined here.
    """

    def before_grading(self, config: Any) -> None:  # noqa: ARG002 - otter's signature
        """
        Take submission and bundle off the disk before otter looks at either, and grade.

        Otter would unpickle a student's ``.OTTER_LOG``, and start a kernel in a folder that may
        contain a student's ``pickle.py``.

        Raises:
            BundleError: If the bundle is not there.
        """
        main = Path(self.submission_path)
        folder = main.parent
        files = []
        with contextlib.suppress(SubmissionError):  # then every claim says that there is nothing
            files.append(File(main.name, read_bytes(main)))
        packed = _taken_bundle(folder, self.plugin_config["bundle"])
        _leave_only(folder, {"tests"})
        # Otter opens a file of this name later; it will find the one that we write here.
        write_whole(main, json.dumps(_EMPTY_NOTEBOOK) if main.suffix == ".ipynb" else "")
        student = _student(self.submission_metadata)
        floor = Tier.named(self.plugin_config.get("isolation", "process"))
        with tempfile.TemporaryDirectory(prefix="gradlings-bundle-") as place:
            bundle = unpack(packed, Path(place) / "bundle")
            attempt = Attempt(student, student, tuple(files))
            self._verdicts = _claims(grade_attempt(bundle, attempt, floor))
            close_worker()
        # The folder is removed together with this object, whatever happens.
        self._place = tempfile.TemporaryDirectory(prefix="gradlings-otter-")
        verdicts = Path(self._place.name) / "verdicts.json"
        write_whole(verdicts, json.dumps(self._verdicts), private=True)
        os.environ[_VARIABLE] = str(verdicts)

    def before_execution(self, submission: Any) -> Any:
        """Give otter a notebook without cells to run, in a folder with nothing but its tests."""
        _leave_only(Path(self.submission_path).parent, {"tests"})
        submission["cells"] = []
        submission["metadata"] = dict(_EMPTY_NOTEBOOK["metadata"])  # type: ignore[call-overload]
        return submission

    def after_grading(self, results: Any) -> None:
        """Add the feedback as output; scores need no change, as otter's cases read our verdicts."""
        messages = [
            f"{name}\n{message}"
            for name, (score, worth, message) in self._verdicts["public"].items()
            if score < worth and message
        ]
        results.set_output("\n\n".join(messages))
        os.environ.pop(_VARIABLE, None)
        self._place.cleanup()


def claim(exercise_id: str, check_name: str, *, hidden: bool) -> None:
    """
    Raise AssertionError, with the feedback, if a claim did not hold when it was graded.

    Args:
        hidden: Whether the claim must hold on all cases, or only on the public ones.
    """
    score, worth, message = _verdicts()["hidden" if hidden else "public"][
        f"{exercise_id}: {check_name}"
    ]
    if score < worth:
        raise AssertionError(message)


@cache
def _verdicts() -> _Claims:
    data: _Claims = json.loads(Path(os.environ[_VARIABLE]).read_text(encoding="utf-8"))
    return data


def _claims(results: ClassResults) -> _Claims:
    """Score, worth and feedback of every claim: on all cases, and on the public ones alone."""
    say = words_in(results.languages[0])
    claims: _Claims = {"public": {}, "hidden": {}}
    for answer in results.students[0].answers:
        exercise = results.course.exercise(answer.exercise)
        if answer.verdict is None:
            none = say("Nothing was handed in for this exercise.")
            for line in exercise.sheet.claims:
                name = f"{exercise.id}: {line.check}"
                claims["public"][name] = claims["hidden"][name] = (0.0, line.points, none)
            continue
        feedback = feedback_on(answer.verdict, exercise, results.course, say)
        for checked, verdict in zip(feedback.checks, answer.verdict.checks, strict=True):
            name = f"{exercise.id}: {checked.check}"
            secret = verdict.reason is not None and verdict.reason.hidden
            claims["hidden"][name] = (checked.score, checked.max_score, checked.message)
            claims["public"][name] = (
                (checked.max_score, checked.max_score, "") if secret else claims["hidden"][name]
            )
    return claims


def _student(metadata: Any) -> str:
    """The student's id on Gradescope, which selects the variant; empty on other platforms."""
    try:
        return str(metadata["users"][0]["sid"] or metadata["users"][0]["email"])
    except (KeyError, IndexError, TypeError):
        return "submission"


def _taken_bundle(folder: Path, name: str) -> bytes:
    """
    Read the bundle, remove it from the grading folder, and return it.

    Otter copies the files of its zip from ``source/files`` into the submission's folder. Containers
    and the folder of ``otter run`` serve only one submission, so both copies can be removed.
    """
    copies = (folder / name, folder.parent / "source" / "files" / name)
    try:
        packed = copies[0].read_bytes()
    except FileNotFoundError:
        raise BundleError(
            f"{name} is not there: this folder has graded a submission before, and its hidden keys "
            "were removed; grade each submission in a container or an `otter run` of its own"
        ) from None
    for copy in copies:
        try:
            copy.unlink(missing_ok=True)
        except OSError as error:
            # No reason to refuse grading: no student code runs in otter's kernel.
            warnings.warn(f"hidden keys stay in {copy}: {error.strerror}", stacklevel=2)
    return packed


def _leave_only(folder: Path, kept: set[str]) -> None:
    """
    Remove everything in *folder* except *kept*; links are removed, never followed.

    Raises:
        OSError: If something can't be removed; then nothing may run in that folder.
    """
    for path in list(folder.iterdir()):
        if path.name in kept:
            continue
        if path.is_dir() and not path.is_symlink():
            if not remove_folder(path, _SECONDS_TO_CLEAN_UP):
                raise OSError(f"{printable(path)}, which the submission brought, can't be removed")
        else:
            path.unlink()
