"""CSV files as platforms and spreadsheets read and write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

__all__ = ["GradebookError", "csv_of", "inert", "number_of", "read_rows"]

# What spreadsheets take for the start of a formula, and what some take for the same: full-width,
# small, raised and lowered forms.
_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫⁼₌⁺₊⁻₋﬩−"
# What a spreadsheet may be told to take for the end of a cell, quotes, which it takes away, and
# what stands for tabs and line ends. A blank ends a cell only where a sign follows at once.
_FORMULA = re.compile(
    rf"(^ *|[,;|:\"'，；｜：\N{{REPLACEMENT CHARACTER}}] *| (?=[{_SIGNS}][^ ]))([{_SIGNS}])"
)


class GradebookError(Exception):
    """The file is not what a platform exported; the message says what is missing."""


def read_rows(text: str) -> tuple[list[list[str]], str]:
    """
    Return the rows of a CSV file and what separates its cells: a comma, a semicolon or a tab.

    Raises:
        GradebookError: If it is no CSV file.
    """
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error as error:
        raise GradebookError(f"this is no CSV file: {error}") from None


def csv_of(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return *rows* as a CSV file, its lines ended as RFC 4180 has them."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def inert(text: str) -> str:
    """
    Return *text* as a cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").

    A sheet that is told another separator than ours (``;`` in half of Europe) makes several
    cells of one, so what begins like a formula after any separator gets an apostrophe, too.
    """
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return _FORMULA.sub(r"\1'\2", clean)


def number_of(value: float) -> str:
    """Return *value* with at most four decimals, as all platforms read it."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
