"""The rule that no text gives the answer away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.authoring.lint.complaints import Complaint
from autograder.authoring.lint.subject import Subject

__all__ = ["hints_do_not_solve"]


def hints_do_not_solve(subject: Subject) -> Iterator[Complaint]:
    """No hint, statement or takeaway holds a line of a right answer that the stub lacks."""
    exercise = subject.exercise
    given = set()
    for language in exercise.languages:
        path = exercise.stub_path(language)
        if path.is_file():
            given |= set(map(_without_blanks, path.read_text(encoding="utf-8").splitlines()))
    answers = [subject.programs.reference or "", *subject.programs.right.values()]
    secret = {
        _without_blanks(line)
        for source in answers
        for line in source.splitlines()
        if _is_telling(line) and _without_blanks(line) not in given
    }
    for language in exercise.languages:
        sheet, statement = subject.sheet_file, exercise.statement_path(language)
        texts = [
            (f"{sheet}: hints.{number}.{language}", hint[language])
            for number, hint in enumerate(exercise.sheet.hints)
        ]
        texts.append((f"{sheet}: takeaway.{language}", exercise.sheet.takeaway[language]))
        if statement.is_file():
            texts.append((subject.file(statement), exercise.statement(language)))
        for where, text in texts:
            for line in secret:
                if line in _without_blanks(text):
                    yield Complaint(
                        where,
                        f"holds a line of a right answer ({line}); say the idea instead",
                    )


def _without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text.partition("#")[0] if text.count("\n") == 0 else text)


def _is_telling(line: str) -> bool:
    """Whether *line* gives something away; imports, ``return loss`` and the like do not."""
    code = _without_blanks(line)
    dull = ("import", "from", "def", "class", "@", "#", '"', "return", "for", "with", "else", "if")
    return len(code) >= 10 and not code.startswith(dull)
