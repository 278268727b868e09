"""
The file ``course.solutions``: the right programs of a course, enciphered.

A lock against temptation, not against theft: the file holds what opens it, so nobody reads a
solution by accident (in an editor, by searching a folder), and anybody who wants to can. What a
grade rests on must never depend on it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from autograder.errors import InputError, Say
from autograder.files import quoted
from autograder.languages import mark
from autograder.quizzes.sealing import seal_text, unseal_text

__all__ = [
    "FILE_NAME",
    "Programs",
    "Solutions",
    "SolutionsError",
    "find_solutions",
    "read_solutions",
    "sealed",
]

#: The name of the file, which lies beside a course or in a working copy.
FILE_NAME = "course.solutions"
_VERSION = 1
_NOTE = (
    "Right programs, for `gradlings solution`. A lock against temptation, not against theft: "
    "whoever wants to can open it. Keep it from those whom you grade."
)

#: The right programs of an exercise by name; the author's own comes first.
Programs = Mapping[str, str]
_PROGRAMS = TypeAdapter(dict[str, str])


class SolutionsError(InputError):
    """The file can't be used; the message names it and says what to do."""

    def __init__(self, sentence: str, path: Path) -> None:
        super().__init__(sentence.format(path=quoted(path)))
        self._sentence, self._path = sentence, path

    def message(self, say: Say) -> str:
        """Return the sentence in the language of *say*."""
        return say(self._sentence, path=quoted(self._path))


class _File(BaseModel):
    """The format. *exercises* holds the programs of each exercise by id, as sealed JSON."""

    schema_version: int
    note: str = _NOTE
    salt: str
    exercises: dict[str, str]


def sealed(programs: Mapping[str, Programs]) -> str:
    """
    Return the text of the file that holds *programs*, by exercise.

    The same programs give the same text.
    """
    texts = {name: json.dumps(dict(own), ensure_ascii=False) for name, own in programs.items()}
    everything = json.dumps(texts, ensure_ascii=False, sort_keys=True)
    salt = hashlib.sha256(everything.encode()).hexdigest()[:16]
    exercises = {name: seal_text(f"{salt}/{name}", text) for name, text in texts.items()}
    file = _File(schema_version=_VERSION, salt=salt, exercises=exercises)
    return file.model_dump_json(indent=1) + "\n"


class Solutions:
    """An opened ``course.solutions``; the programs of an exercise are unsealed once asked for."""

    def __init__(self, path: Path, file: _File) -> None:
        self._path, self._file = path, file

    def of(self, exercise_id: str) -> Programs:
        """
        Return the right programs of an exercise; none if the file was sealed before it was written.

        Raises:
            SolutionsError: If they can't be unsealed, since the file is damaged.
        """
        text = self._file.exercises.get(exercise_id)
        if text is None:
            return {}
        try:
            return _PROGRAMS.validate_json(unseal_text(f"{self._file.salt}/{exercise_id}", text))
        except ValueError:  # pydantic's, base64's and UTF-8's errors are some
            raise SolutionsError(_DAMAGED, self._path) from None


_DAMAGED = mark("{path} is damaged; ask whoever made it for a new one")
_NEWER = mark("{path} was sealed by a newer Gradlings; install that one")


def find_solutions(working_copy: Path, course: Path) -> Path | None:
    """Return the file in the *working_copy* or beside the *course*; None if there is none."""
    places = (working_copy / FILE_NAME, course.resolve().parent / FILE_NAME)
    return next((path for path in places if path.is_file()), None)


def read_solutions(path: Path) -> Solutions:
    """
    Open the file at *path*.

    Raises:
        SolutionsError: If it is no such file, or of a newer format.
        OSError: If it can't be read.
    """
    try:
        file = _File.model_validate_json(path.read_bytes())
    except ValidationError:
        raise SolutionsError(_DAMAGED, path) from None
    if file.schema_version > _VERSION:
        raise SolutionsError(_NEWER, path)
    return Solutions(path, file)
