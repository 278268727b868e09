"""Files that can't be read as submissions: the error, and its messages."""

from __future__ import annotations

from autograder.errors import InputError, Say

__all__ = ["MAX_SOURCE", "SubmissionError", "not_utf_8", "printable", "refuse_long"]

#: Most bytes of code in a script, or in all cells of a notebook. Python's own parser can take
#: time quadratic in them.
MAX_SOURCE = 200_000


class SubmissionError(InputError):
    """
    The file can't be read as a submission; the message says why and what to do.

    Attributes:
        problem: The sentence, which the catalogue may have in the learner's language.
        parts: Values for the sentence's placeholders; none if it has no placeholders.
    """

    def __init__(self, problem: str, **parts: object) -> None:
        super().__init__(problem.format(**parts) if parts else problem)
        self.problem = problem
        self.parts = parts

    def message(self, say: Say) -> str:
        """Return the sentence in the language of *say*."""
        return say(self.problem, **self.parts)


def refuse_long(name: str, size: int) -> None:
    """
    Refuse a program that is too long.

    Raises:
        SubmissionError: If *size*, that of a program in bytes, is more than is ever read.
    """
    if size > MAX_SOURCE:
        raise SubmissionError(
            "{name} holds {size} of code; a program may have {most}",
            name=printable(name),
            size=_kilobytes(size),
            most=_kilobytes(MAX_SOURCE),
        )


def printable(name: object, length: int = 200) -> str:
    """Return *name* fit for a terminal or a page: unprintable characters are spelt out."""
    text = str(name)
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:length])
    return safe + ("…" if len(text) > length else "")


def not_utf_8(name: str, place: int) -> SubmissionError:
    """Return the error for a file that is not UTF-8; *place* is the first wrong byte."""
    return SubmissionError(
        "{name} is not UTF-8 at byte {place}; save it with UTF-8 encoding",
        name=printable(name),
        place=place,
    )


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1000):,} KB".replace(",", " ")
