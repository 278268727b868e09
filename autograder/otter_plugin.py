"""
The door of otter-grader: a plugin that grades before otter runs anything.

Otter runs a submission in the kernel that holds its tests and writes its results, so a
submission can write its own. Here it is graded in our sandbox, and nothing of it, and no key,
is on disk any more when otter's kernel starts: that runs an empty notebook, and its test cases
read our verdicts.
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
from autograder.feedback import feedback_on
from autograder.files import write_whole
from autograder.grading.points import results_of
from autograder.grading.pool import close_desk
from autograder.grading.results import ClassResults
from autograder.grading.single import grade_one
from autograder.languages import words_in
from autograder.sandbox import Tier
from autograder.sandbox.walls.folders import remove_folder
from autograder.submissions import Attempt, File, SubmissionError, read_bytes, shown

__all__ = ["GradlingsPlugin", "claim"]

#: Where the kernel finds our verdicts; it inherits the environment of otter's process.
_VARIABLE = "GRADLINGS_VERDICTS"
#: For a folder that a submission brought. Otter's own limit for a whole run is several minutes.
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
    Named in ``otter_config.json``, with the name of the bundle among the zip's files.

    Otter calls the methods in the order in which they stand here.
    """

    def before_grading(self, config: Any) -> None:  # noqa: ARG002 - otter's signature
        """
        Take submission and bundle off the disk, before otter looks at either, and grade.

        Otter would unpickle an ``.OTTER_LOG`` of the student's, and start a kernel in a
        folder where a ``pickle.py`` of the student's could lie.

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
        # Otter opens a file of this name once more; what we write is the first to be there.
        write_whole(main, json.dumps(_EMPTY_NOTEBOOK) if main.suffix == ".ipynb" else "")
        student = _student(self.submission_metadata)
        floor = Tier.named(self.plugin_config.get("isolation", "process"))
        with tempfile.TemporaryDirectory(prefix="gradlings-bundle-") as place:
            bundle = unpack(packed, Path(place) / "bundle")
            work, ledger = grade_one(bundle, Attempt(student, student, tuple(files)), floor)
            results = results_of(bundle, work, ledger, names={student: "submission"})
            self._told = _claims(results)
            close_desk()
        # It goes with this object, whatever happens.
        self._place = tempfile.TemporaryDirectory(prefix="gradlings-otter-")
        verdicts = Path(self._place.name) / "verdicts.json"
        write_whole(verdicts, json.dumps(self._told), private=True)
        os.environ[_VARIABLE] = str(verdicts)

    def before_execution(self, submission: Any) -> Any:
        """Give otter a notebook without cells to run, in a folder with nothing but its tests."""
        _leave_only(Path(self.submission_path).parent, {"tests"})
        submission["cells"] = []
        submission["metadata"] = dict(_EMPTY_NOTEBOOK["metadata"])  # type: ignore[call-overload]
        return submission

    def after_grading(self, results: Any) -> None:
        """Nothing to add: the cases that passed and failed are ours. Tell what was seen."""
        told = [
            f"{name}\n{message}"
            for name, (score, worth, message) in self._told["public"].items()
            if score < worth and message
        ]
        results.set_output("\n\n".join(told))
        os.environ.pop(_VARIABLE, None)
        self._place.cleanup()


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
def _verdicts() -> _Claims:
    data: _Claims = json.loads(Path(os.environ[_VARIABLE]).read_text(encoding="utf-8"))
    return data


def _claims(results: ClassResults) -> _Claims:
    """Score, worth and feedback of every claim: on all cases, and as far as public ones tell."""
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


def _taken_bundle(folder: Path, name: str) -> bytes:
    """
    The bundle, which is in no file of the grading folder any more.

    Otter copies what came in its zip from ``source/files`` to beside the submission. A container
    and the folder of ``otter run`` are there for one submission, so neither copy is missed.
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
            # No reason to give a student nothing: nothing of theirs runs in otter's kernel.
            warnings.warn(f"hidden keys stay in {copy}: {error.strerror}", stacklevel=2)
    return packed


def _leave_only(folder: Path, kept: set[str]) -> None:
    """
    Remove all that is in *folder*, but what is *kept*; links are removed, never followed.

    Raises:
        OSError: If something can't be removed: nothing may run beside it then.
    """
    for path in list(folder.iterdir()):
        if path.name in kept:
            continue
        if path.is_dir() and not path.is_symlink():
            if not remove_folder(path, _SECONDS_TO_CLEAN_UP):
                raise OSError(f"{shown(path)}, which the submission brought, can't be removed")
        else:
            path.unlink()
