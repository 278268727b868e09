"""Facts that an item's code gave, as answers: in words, as numbers, as names."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.content import Text
from autograder.observations import ErrorFact, Fact, GridFact, ObjectFact
from autograder.quizzes.drafts import ItemError

__all__ = ["alike", "do_the_same", "in_words", "names_in", "numbers_in"]


def in_words(fact: Fact, digits: int) -> str:
    """Return a computed answer as it is shown: ``6``, ``[2, 40]``, ``(4, 3)``, ``True``."""
    match fact:
        case bool() | None | str():
            return str(fact)
        case int() | float():
            return _number(float(fact), digits)
        case tuple():
            inside = ", ".join(in_words(part, digits) for part in fact)
            return f"({inside},)" if len(fact) == 1 else f"({inside})"
        case GridFact():
            return _nested(list(fact.values), fact.shape, digits)
        case ErrorFact():
            return f"{fact.type_name}: {_first_line(fact.message)}"
        case ObjectFact():
            return fact.type_name
    raise TypeError(type(fact).__name__)


def _number(value: float, digits: int) -> str:
    text = f"{round(value, digits):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _nested(values: list[float], shape: tuple[int, ...], digits: int) -> str:
    if not shape:
        return _number(values[0], digits)
    step = len(values) // shape[0] if shape[0] else 0
    parts = [values[i * step : (i + 1) * step] for i in range(shape[0])]
    return "[" + ", ".join(_nested(part, shape[1:], digits) for part in parts) + "]"


def _first_line(message: str) -> str:
    line = message.strip().splitlines()[0] if message.strip() else ""
    return line if len(line) <= 110 else line[:107] + "…"


def numbers_in(fact: Fact) -> Iterator[float]:
    """
    Yield the numbers of a number, a tensor or a list of these.

    Raises:
        ItemError: If something in it is no number; says what to ask for.
    """
    match fact:
        case bool():
            raise ItemError("True and False are no numbers; ask for a number")
        case int() | float():
            yield float(fact)
        case GridFact():
            yield from fact.values
        case tuple():
            for part in fact:
                yield from numbers_in(part)
        case _:
            raise ItemError(f"{in_words(fact, 2)} is no number")


def names_in(fact: Fact) -> list[str]:
    """
    Return the texts of a list of texts.

    Raises:
        ItemError: If it is something else.
    """
    if not isinstance(fact, tuple) or not all(isinstance(part, str) for part in fact):
        raise ItemError(f"{in_words(fact, 2)} is no list of names")
    return [str(part) for part in fact]


def do_the_same(one: Fact, other: Fact) -> bool:
    """Tell whether two programs gave the same result, except for rounding."""
    return in_words(one, 6) == in_words(other, 6)


def alike(text: str) -> Text:
    """Return a text that is the same in every language: code, a number, a name."""
    return Text.in_any_language(text)
