"""
Answers as learners type them, brought into one canonical form.

==========  ==============================================================
kind        canonical form
==========  ==============================================================
single, …   an option's id; several joined by commas, sorted
line        the line's number
number      the number in units of its last digit, an integer: 3.31 → ``331``
tensor      such integers, joined by commas
shape       sizes joined by commas: ``(4, 3)`` → ``4,3``
order, …    ids in order, joined by commas
==========  ==============================================================

A number is right within one unit of its last digit, so a typed 3.3 with two digits asked has one
canonical form and 3.306 has two neighbours, 330 and 331: :func:`readings` gives both.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence

from autograder.content.items import ItemKind
from autograder.errors import InputError, Say
from autograder.languages import mark
from autograder.quizzes.questions import Option, Question

__all__ = ["AnswerError", "canonical_number", "canonical_numbers", "letter_of", "readings"]

_MAX_ANSWER = 1_000
#: More numbers than this are compared only as they are typed, without their neighbours.
_MAX_NEIGHBOURS = 6
_TOO_LARGE = 10**12


class AnswerError(InputError, ValueError):
    """An answer that can't be read; *problem* is a marked sentence, *parts* fill it in."""

    def __init__(self, problem: str, **parts: object) -> None:
        super().__init__(problem.format(**parts))
        self.problem = problem
        self.parts = parts

    def told(self, say: Say) -> str:
        return say(self.problem, **self.parts)


def readings(answer: str, question: Question) -> tuple[str, ...]:
    """
    Return the canonical forms that *answer* may have, the nearest first.

    Decimal commas are taken wherever a number is typed.

    Raises:
        AnswerError: If it is no answer of the question's kind; says what one looks like.
    """
    text = answer.strip()
    if not text or len(text) > _MAX_ANSWER:
        raise AnswerError(mark("an answer is missing"))
    match question.kind:
        case ItemKind.NUMBER:
            return tuple(str(n) for n in _neighbours(_number(text), question.digits))
        case ItemKind.TENSOR:
            return tuple(_tensor_readings(_numbers(text, question.count), question.digits))
        case ItemKind.SHAPE:
            return (_shape(text),)
        case ItemKind.LINE:
            return (_line(text, len(question.lines)),)
        case ItemKind.TRACE | ItemKind.ORDER:
            return (",".join(_order(text, question.options)),)
        case ItemKind.MULTIPLE:
            return (",".join(sorted(_several(text, question.options))),)
        case _:
            return (_chosen(text, question.options),)


def canonical_number(value: float, digits: int) -> str:
    """Return *value* in units of its last digit."""
    return str(round(value * 10**digits))


def canonical_numbers(values: Iterable[float], digits: int) -> str:
    return ",".join(canonical_number(value, digits) for value in values)


def letter_of(index: int) -> str:
    """``a`` for the first option, ``b`` for the second."""
    return chr(ord("a") + index)


def _neighbours(value: float, digits: int) -> list[int]:
    scaled = value * 10**digits
    if abs(scaled) > _TOO_LARGE:
        raise AnswerError(mark("{text} is too large a number"), text=f"{value:g}")
    near = round(scaled)
    if abs(scaled - near) < 1e-6:
        return [near]
    return sorted({math.floor(scaled), math.ceil(scaled)}, key=lambda n: abs(n - scaled))


def _tensor_readings(values: Sequence[float], digits: int) -> Iterator[str]:
    each = [_neighbours(value, digits) for value in values]
    if len(values) > _MAX_NEIGHBOURS:
        each = [near[:1] for near in each]
    for numbers in itertools.product(*each):
        yield ",".join(map(str, numbers))


_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)


def _number(text: str) -> float:
    plain = text.replace("−", "-").replace(" ", "")
    # What a learner may copy from a terminal: tensor(6.), 6. and the like.
    wrapped = re.fullmatch(r"tensor\(([^()]*)\)", plain)
    plain = wrapped.group(1) if wrapped else plain
    if not _NUMBER.fullmatch(plain):
        raise AnswerError(mark("{text} is no number; write one such as 3.5 or 3,5"), text=text[:40])
    return float(plain.replace(",", "."))


def _numbers(text: str, count: int) -> list[float]:
    """Of the ways to split, the first that gives as many numbers as asked for."""
    bare = re.sub(r"\btensor\b|\b(and|és)\b|[\[\](){}]", " ", text.replace("−", "-")).strip()
    for split in (r"\s*;\s*", r",\s+|\s+", r"\s*,\s*|\s+"):
        parts = [part.rstrip(",") for part in re.split(split, bare) if part.rstrip(",")]
        if len(parts) == count and all(_NUMBER.fullmatch(part) for part in parts):
            return [float(part.replace(",", ".")) for part in parts]
    raise AnswerError(
        mark("{text}: {count} numbers are asked for, such as {example}"),
        text=text[:40],
        count=count,
        example="[" + ", ".join(str(n + 1) for n in range(count)) + "]",
    )


def _shape(text: str) -> str:
    bare = re.sub(r"(torch\.)?[Ss]ize", "", text)
    if not re.fullmatch(r"[\[\](){}\d\s,;x×·]*", bare) or not re.search(r"[\d()\[\]]", bare):
        raise AnswerError(mark("{text} is no shape; write one such as (2, 3)"), text=text[:40])
    return ",".join(str(int(size)) for size in re.findall(r"\d+", bare)[:16])


def _line(text: str, count: int) -> str:
    found = re.fullmatch(r"\D*(\d{1,3})\D*", text)
    if not found or not 1 <= int(found.group(1)) <= count:
        raise AnswerError(mark("give the number of a line, 1 to {count}"), count=count)
    return str(int(found.group(1)))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s`'\"]+", "", text).casefold()


def _chosen(text: str, options: Sequence[Option]) -> str:
    """An option by its letter, its text (in either language) or its id."""
    wanted = _squeezed(text)
    for index, option in enumerate(options):
        if wanted.rstrip(").") == letter_of(index):
            return option.id
    for option in options:
        if wanted in (_squeezed(option.text.en), _squeezed(option.text.hu), option.id.casefold()):
            return option.id
    letters = ", ".join(letter_of(index) for index in range(len(options)))
    raise AnswerError(
        mark("{text} is none of the options; choose from {letters}"),
        text=text[:40],
        letters=letters,
    )


def _several(text: str, options: Sequence[Option]) -> set[str]:
    """Letters in any form (``ac``, ``a, c``), or texts between semicolons or commas."""
    return set(_each_chosen(text, options, (r"\s*[;\n]\s*", r"\s*,\s*", r"[\s,;]+")))


def _order(text: str, options: Sequence[Option]) -> list[str]:
    found = _each_chosen(text, options, (r"\s*(?:[;>→\n]|->)\s*", r"\s*,\s*", r"[\s,;]+"))
    if len(found) != len(options) or len(set(found)) != len(found):
        raise AnswerError(mark("name each of the {count} lines once, in order"), count=len(options))
    return found


def _each_chosen(text: str, options: Sequence[Option], splits: Sequence[str]) -> list[str]:
    """The options that *text* names, by the first way to split it that makes sense."""
    letters = re.sub(r"[\s,;]+", "", text).casefold()
    by_letter = {letter_of(index): option.id for index, option in enumerate(options)}
    if letters and set(letters) <= by_letter.keys():
        return [by_letter[letter] for letter in letters]
    refused: AnswerError | None = None
    for split in splits:
        try:
            return [_chosen(part, options) for part in re.split(split, text) if part]
        except AnswerError as error:
            refused = error
    assert refused is not None
    raise refused
