"""
A zip to attach when asking for help: what the doctor found, settings, the last error.

It holds nothing private: no program unless the learner adds theirs, no name, no path of a home.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from autograder.content import Course
from autograder.doctor.anonymous import anonymous_here
from autograder.doctor.findings import Finding
from autograder.files import write_whole
from autograder.workspace import Workspace, render_stub

__all__ = ["SETTINGS", "write_help_request"]

#: The variables of the environment that say something about how we run; no others are looked at.
SETTINGS = (
    "GRADLINGS_EDITOR", "GRADLINGS_KEEP_WARM", "GRADLINGS_LANG", "VISUAL", "EDITOR",
    "LANG", "LC_ALL", "PYTHONIOENCODING", "PYTHONUTF8", "OMP_NUM_THREADS",
    "TERM", "TERM_PROGRAM", "COLORTERM", "NO_COLOR", "CODESPACES",
)  # fmt: skip
_README = """\
Made by `gradlings doctor --bundle`, to be attached to a question.

doctor.txt     what the doctor found on this machine: versions, walls, speed
settings.json  settings of Gradlings and of the terminal, versions of what it builds on
errors.json    the last error that a check met
programs/      programs of the learner, only if --programs asked for them

Names and the paths of homes are replaced by <user>, <host> and ~. Programs are as they are.
Look at it before you send it.
"""


def write_help_request(
    path: Path,
    findings: Sequence[Finding],
    settings: Mapping[str, Any],
    workspace: Workspace | None,
    *,
    programs_of: Course | None = None,
) -> list[str]:
    """
    Write the zip to *path* and return the names of the files in it.

    Args:
        settings: What is set, as JSON's values; names and homes in it are replaced.
        workspace: The learner's working copy, for the last error.
        programs_of: The course whose changed programs are added as they are; none by default.

    Raises:
        OSError: If it can't be written.
    """
    anonymous = anonymous_here({workspace.root: "<working copy>"} if workspace else {})
    last = workspace.progress_file.load().last_error if workspace else None
    files = {
        "README.txt": _README,
        "doctor.txt": anonymous("\n".join(map(_line, findings)) + "\n"),
        "settings.json": _json(anonymous({**settings, "packages": dict(_versions())})),
        "errors.json": _json(anonymous([last.model_dump()] if last else [])),
    }
    if workspace is not None and programs_of is not None:
        files |= dict(_programs(workspace, programs_of))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    write_whole(path, content.getvalue())
    return [*files]


def _line(finding: Finding) -> str:
    mend = f"\n{'':15}-> {finding.mend}" if finding.mend else ""
    return f"{finding.state.value}  {finding.what:10} {finding.message}{mend}"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _versions() -> Iterator[tuple[str, str]]:
    """Python's version, and those of the packages that we need, as they are installed."""
    yield "python", sys.version.partition(" ")[0]
    needed = (line for line in requires("gradlings") or () if "extra ==" not in line)
    names = (re.match(r"[\w.-]+", line) for line in needed)
    for name in sorted(found[0] for found in names if found):
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "is not installed"


def _programs(workspace: Workspace, course: Course) -> Iterator[tuple[str, bytes]]:
    """The learner's files that differ from what was handed out."""
    for exercise in course.exercises:
        path = workspace.path_of(exercise)
        stub = render_stub(exercise, workspace.language).encode()
        if path.is_file() and (program := path.read_bytes()) != stub:
            yield f"programs/{exercise.chapter}/{exercise.id}.py", program
