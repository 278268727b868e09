"""Tables: CSV files as platforms and spreadsheets read and write them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.errors import InputError
from autograder.texts import as_saved

__all__ = [
    "GradebookError",
    "bytes_at",
    "csv_for_people",
    "csv_of",
    "decoded",
    "inert",
    "number_of",
    "read_rows",
    "table_at",
]

# Characters that start a formula in spreadsheets, with the full-width, small, raised and lowered
# forms that some spreadsheets treat alike.
_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫⁼₌⁺₊⁻₋﬩−"
# A sign at the start, or after a character that a spreadsheet may take for the end of a cell: a
# delimiter, a quote (which it removes), or the replacement for tabs and line ends. A blank counts
# only right before a sign.
_FORMULA = re.compile(
    rf"(^ *|[,;|:\"'，；｜：\N{{REPLACEMENT CHARACTER}}] *| (?=[{_SIGNS}][^ ]))([{_SIGNS}])"
)


class GradebookError(InputError):
    """A file is not a platform's export; the message says what is missing."""


def decoded(data: bytes) -> str:
    """
    Return the text of a table as platforms and spreadsheets save it (:func:`autograder.texts.as_saved`).

    Raises:
        GradebookError: If it is no text.
    """
    try:
        text = as_saved(data)
    except UnicodeDecodeError:
        raise GradebookError("this is no text: it seems to be cut off; save it again") from None
    if "\0" in text:
        raise GradebookError("this is no CSV file; in a spreadsheet, save it as CSV UTF-8")
    return text


def table_at(path: Path) -> str:
    """
    Return the text of the table at *path*.

    Raises:
        GradebookError: If it can't be read; names the file.
    """
    data = bytes_at(path)
    try:
        return decoded(data)
    except GradebookError as error:
        raise GradebookError(f"{path}: {error}") from None


def bytes_at(path: Path) -> bytes:
    """
    Return the bytes of the file at *path*.

    Raises:
        GradebookError: If it can't be read; names the file.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise GradebookError(f"{path} can't be read: {error.strerror}") from None


def read_rows(text: str) -> tuple[list[list[str]], str]:
    """
    Return the rows of a CSV file and its delimiter: a comma, a semicolon or a tab.

    Raises:
        GradebookError: If *text* is not CSV.
    """
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error as error:
        raise GradebookError(f"this is no CSV file: {error}") from None


def csv_of(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return *rows* as a CSV file with line ends as in RFC 4180."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def csv_for_people(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """
    Return *rows* as a CSV file that is to be opened in a spreadsheet, and read by no program of others.

    Excel takes a file without the mark of UTF-8 for one in the code page of its machine, and splits rows at
    the delimiter of its language alone.
    """
    return codecs.BOM_UTF8 + csv_of(rows, delimiter).encode()


def inert(text: str) -> str:
    """
    Return *text* as a cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").

    A spreadsheet with another delimiter (``;`` in half of Europe) splits one cell into several, so
    an apostrophe is also put before signs of a formula that follow any possible delimiter.
    """
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return _FORMULA.sub(r"\1'\2", clean)


def number_of(value: float) -> str:
    """Return *value* with at most four decimals, in a form that all platforms read."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
