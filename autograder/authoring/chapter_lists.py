"""The list of exercises in ``chapter.yaml``: adds a line, and keeps all else as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.content import YamlFile

__all__ = ["with_exercise"]


def with_exercise(path: Path, ids: Sequence[str], new: str, after: str | None) -> str | None:
    """
    Return the text of a ``chapter.yaml`` whose list has the exercise *new*, too.

    Args:
        path: The file, which can be read as YAML. Not modified.
        ids: The chapter's exercises in their order, for a file that lists none yet.
        new: The exercise to insert.
        after: The listed exercise to insert it after; the last, if None.

    Returns:
        The text, or None if the list is written in a way that we can't add a line to.
    """
    text = path.read_text(encoding="utf-8")
    sheet = YamlFile(path)
    listed = sheet.data.get("exercises") or []
    if not listed:
        if "exercises" in sheet.data:
            return None
        order = [*ids]
        order.insert(order.index(after) + 1 if after else len(order), new)
        return f"{text.rstrip()}\nexercises:\n" + "".join(f"  - {name}\n" for name in order)
    place = listed.index(after) if after in listed else len(listed) - 1
    at = sheet.mistake(("exercises", place), "")
    lines = text.splitlines(keepends=True)
    line, column = lines[at.line - 1], at.column - 1
    before, rest = line[:column], line[column:]
    if before.strip() == "-":
        lines[at.line - 1] = f"{line.rstrip()}\n{before}{new}\n"
    elif rest.startswith(listed[place]):
        end = column + len(listed[place])
        lines[at.line - 1] = f"{line[:end]}, {new}{line[end:]}"
    else:
        return None
    return "".join(lines)
