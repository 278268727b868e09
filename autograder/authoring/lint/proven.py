"""What lint has proved already, kept beside the course so that nothing is proved twice."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions
from pathlib import Path

from autograder.authoring.lint.complaints import ProgramResult
from autograder.content import Exercise
from autograder.files import as_on_disk, write_whole
from autograder.judging import Outcome

__all__ = ["FOLDER", "Proven"]

#: The cache's folder, beside ``exercises/``.
FOLDER = ".gradlings_cache"
_PACKAGE = Path(__file__).resolve().parents[2]


class Proven:
    """
    The exercises of a course whose programs were all judged as they should be.

    Each is kept under a digest of all that its runs and their verdicts depend on: the files of
    the exercise and its programs, those about the whole course (misconceptions, errors), every
    file of our package, Python, the system, and all packages that are installed. The digests are
    taken when this is made, so it has to be made before the course is loaded that is to be proved.

    Args:
        path: The course's ``exercises/`` folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._digests = {file.parent: self._digest(file.parent) for file in self._sheets()}

    def results(self, exercise: Exercise) -> tuple[ProgramResult, ...] | None:
        """Return how the wrong programs of *exercise* were judged; None if it is to be proved."""
        try:
            kept = json.loads(self._file(exercise).read_text(encoding="utf-8"))
            if kept["digest"] != self._digests[exercise.folder.resolve()]:
                return None
            return tuple(
                ProgramResult(program, Outcome(outcome), tuple(named), tuple(advice))
                for program, outcome, named, advice in kept["programs"]
            )
        except (OSError, ValueError, TypeError, KeyError):  # none yet, or damaged
            return None

    def keep(self, exercise: Exercise, results: Iterable[ProgramResult]) -> None:
        """
        Keep that *exercise* is proved, with *results*, unless a file has changed meanwhile.

        Where nothing can be written, it is proved again the next time.
        """
        folder = exercise.folder.resolve()
        digest = self._digest(folder)
        if digest != self._digests.get(folder):
            return
        programs = [[one.program, one.outcome.value, one.named, one.advice] for one in results]
        with contextlib.suppress(OSError):
            self._file(exercise).parent.mkdir(parents=True, exist_ok=True)
            (self._path.parent / FOLDER / ".gitignore").write_text("*\n", encoding="ascii")
            write_whole(self._file(exercise), json.dumps({"digest": digest, "programs": programs}))

    def _file(self, exercise: Exercise) -> Path:
        return self._path.parent / FOLDER / "lint" / f"{exercise.id}.json"

    def _sheets(self) -> Iterator[Path]:
        return self._path.glob("*/*/exercise.yaml")

    def _digest(self, exercise: Path) -> str:
        programs = self._path.parent / "solutions" / exercise.relative_to(self._path)
        of_course = (path for path in self._path.iterdir() if path.is_file())
        return _digest_of([*_files(exercise), *_files(as_on_disk(programs)), *of_course], _ours())


@functools.cache
def _ours() -> str:
    """A digest of what all proofs depend on: our own code, Python, the system, packages."""
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    system = [platform.python_version(), platform.platform(), *packages]
    return _digest_of(_files(_PACKAGE), *system)


def _digest_of(files: Iterable[Path], *texts: str) -> str:
    """A digest of names and contents of *files*, and of *texts*."""
    found = hashlib.sha256(repr(texts).encode())
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        found.update(f"{path} {content}\n".encode())
    return found.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
