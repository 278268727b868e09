"""What can't be read as a submission, and why."""

from __future__ import annotations

__all__ = ["MAX_SOURCE", "SubmissionError", "not_utf_8", "refuse_long", "shown"]

#: Most bytes of code in a script, or in all cells of a notebook. What Python's own parser takes
#: can be quadratic in them.
MAX_SOURCE = 200_000


class SubmissionError(Exception):
    """
    The file can't be read as a submission; the message says why and what to do.

    Attributes:
        problem: The sentence, which the catalogue may have in the learner's language.
        parts: What fills it in; without any, the sentence is whole.
    """

    def __init__(self, problem: str, **parts: object) -> None:
        super().__init__(problem.format(**parts) if parts else problem)
        self.problem = problem
        self.parts = parts


def refuse_long(name: str, size: int) -> None:
    """
    Raises:
        SubmissionError: If a program of *size* bytes is longer than any that is read.
    """
    if size > MAX_SOURCE:
        raise SubmissionError(
            f"{shown(name)} holds {_kilobytes(size)} of code; "
            f"a program may have {_kilobytes(MAX_SOURCE)}"
        )


def shown(name: object, length: int = 200) -> str:
    """Return *name* fit for a terminal or a page: what is no printable character is spelt out."""
    text = str(name)
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:length])
    return safe + ("…" if len(text) > length else "")


def not_utf_8(name: str, place: int) -> SubmissionError:
    return SubmissionError(
        "{name} is not UTF-8 at byte {place}; save it with UTF-8 encoding",
        name=shown(name),
        place=place,
    )


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1000):,} KB".replace(",", " ")
