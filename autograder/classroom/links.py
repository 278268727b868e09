"""The file of learners' links, for the instructor to give out: the server keeps only their hashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from autograder.files import write_whole
from autograder.rosters import Person
from autograder.tables import GradebookError, csv_for_people, inert, read_rows, table_at

__all__ = ["links_in", "write_links"]

_HEAD = ("id", "name", "email", "link")


def write_links(path: Path, links: Iterable[tuple[Person, str]], delimiter: str = ",") -> bool:
    """
    Write each person's link to *path*, which nobody but the owner can read; return whether it is news.

    Args:
        delimiter: What the instructor's spreadsheet splits rows at, as their roster shows.

    Raises:
        OSError: If that can't be done.
    """
    rows = [(inert(one.id), inert(one.name), inert(one.email), link) for one, link in links]
    table = csv_for_people([_HEAD, *rows], delimiter)
    # What a link leads to is nobody's table; where one is, it is replaced.
    is_known = path.is_file() and not path.is_symlink() and path.read_bytes() == table
    write_whole(path, table, private=True)
    return not is_known


def links_in(path: Path) -> Mapping[str, str]:
    """Return the tokens of the links that *path* still has, by id as it is written there."""
    try:
        rows, _ = read_rows(table_at(path))
    except GradebookError:  # It was given out and removed, or is a file of somebody else's.
        return {}
    if not rows or tuple(rows[0]) != _HEAD:
        return {}
    found = (row for row in rows[1:] if len(row) == len(_HEAD))
    return {row[0]: _token_in(row[3]) for row in found}


def _token_in(link: str) -> str:
    """The token of *link*; empty if it has none, or is no address."""
    try:
        query = urlsplit(link).query
    except ValueError:
        return ""
    return parse_qs(query).get("token", [""])[0]
