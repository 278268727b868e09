"""
Which question a platform asked, by what it gives back of it.

A published prompt begins with its stamp, which decides. In files of quizzes that were exported before
there were stamps, the text decides, then the options in it, the right answer beside it, and which
variants the answer is one of. If that leaves several that would count differently, it is not decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.assignments import Bundle
from autograder.content import LANGUAGES, Language
from autograder.errors import InputError
from autograder.languages import mark
from autograder.quizzes import (
    AnswerError,
    AnswerVerdict,
    Solved,
    given_back,
    judge_answer,
    kind_of,
    read_stamp,
)
from autograder.quizzes.flattened import bare
from autograder.submissions import Response, Responses

__all__ = ["Match", "Matcher", "NoMatchError", "as_typed"]


class NoMatchError(InputError):
    """It can't be told which question was asked; *problem* is a marked sentence without parts."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.parts: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Match:
    """
    The variant that was asked.

    Attributes:
        named: Whether it is sure what the answer shows; if not, it only counts alike in all variants
            that could be meant, and no misconception may be named.
    """

    solved: Solved
    named: bool = True


_STRANGE = mark("no item of this assignment")
_SEVERAL = mark("several variants could be meant, and it would not count alike in all of them")
_NO_TEXTS = mark(
    "without the questions' texts it can't be told which question this was; download the responses "
    "again, with question text and right answer ticked"
)


def as_typed(solved: Solved, response: Response) -> str:
    """
    Return an answer as learners type it.

    Raises:
        AnswerError: If a platform gave back what contradicts itself.
    """
    if not response.from_platform:
        return response.answer
    stamped = read_stamp(response.asked.text) == (solved.question.item, solved.question.variant)
    return given_back(response.answer, solved.question, sure=stamped)


class Matcher:
    """
    Finds the variants that were asked.

    Args:
        everybody: All answers of the class: without question texts, what all students answered at a
            place tells which item it was.
    """

    def __init__(self, bundle: Bundle, everybody: Iterable[Responses] = ()) -> None:
        self._variants = _with_whys(bundle.quiz_keys)
        self._published = [
            _Published(solved, language, parent)
            for name, several in self._variants.items()
            for number, solved in enumerate(several)
            for language in LANGUAGES
            for parent in [_parent(bundle, name, number)]
        ]
        self._places = _items_by_place(bundle, self._variants, everybody)

    def find(self, response: Response, source: str = "") -> Match:
        """
        Return the variant that *response* answers; a *why* is an item of its own.

        Args:
            source: The file that it was read from.

        Raises:
            NoMatchError: If it can't be told.
        """
        asked = response.asked
        if asked.item:
            return self._numbered(asked.item, 0)
        if not asked.text:
            return self._at(self._places.get(source, {}).get(asked.place), response)
        if stamped := read_stamp(asked.text):
            item, variant = stamped
            if item in self._variants:
                return self._numbered(item, variant)
        return self._by_text(response)

    def _numbered(self, item: str, variant: int) -> Match:
        several = self._variants.get(item, ())
        if not 0 <= variant < len(several):
            raise NoMatchError(_STRANGE)
        return Match(several[variant])

    def _at(self, item: str | None, response: Response) -> Match:
        if item is None:
            raise NoMatchError(_NO_TEXTS)
        return _agreed(self._variants[item], response, _NO_TEXTS)

    def _by_text(self, response: Response) -> Match:
        text = _Flattened(response.asked.text)
        fitting = [(fit, one.solved) for one in self._published if (fit := one.fit(text))]
        if not fitting:
            raise NoMatchError(_STRANGE)
        best = max(fit for fit, _ in fitting)
        found = {id(solved): solved for fit, solved in fitting if fit == best}
        return _agreed(list(found.values()), response, _SEVERAL)


# Variants


def _with_whys(keys: Mapping[str, Sequence[Solved]]) -> dict[str, tuple[Solved, ...]]:
    """The variants of each item, and of its *why* behind it, in the order in which they are published."""
    found: dict[str, tuple[Solved, ...]] = {}
    for name, several in keys.items():
        found[name] = tuple(several)
        whys = tuple(solved.why for solved in several if solved.why is not None)
        if whys:
            found[whys[0].question.item] = whys
    return found


def _parent(bundle: Bundle, name: str, number: int) -> Solved | None:
    """The question that a *why* follows."""
    item, _, why = name.partition(".")
    return bundle.quiz_keys[item][number] if why else None


def _agreed(candidates: Sequence[Solved], response: Response, otherwise: str) -> Match:
    """
    Return the one of *candidates* that was asked, or any if the answer counts alike in all.

    Raises:
        NoMatchError: If it counts differently; the message is *otherwise*.
    """
    if response.asked.right:
        candidates = [c for c in candidates if _is_right(c, response.asked.right)] or candidates
    if len(candidates) == 1:
        return Match(candidates[0])
    verdicts = [
        (solved, verdict) for solved in candidates if (verdict := _verdict(solved, response))
    ]
    if not verdicts:
        return Match(candidates[0])  # it is no answer to any of them, and will be listed as such
    # A typed answer that only some keys know is an answer to one of these.
    known = [(solved, verdict) for solved, verdict in verdicts if _says_something(verdict)]
    if (
        len({(verdict.item, verdict.correct, verdict.credit) for _, verdict in known or verdicts})
        > 1
    ):
        raise NoMatchError(otherwise)
    shown = {verdict.misconceptions for _, verdict in known or verdicts}
    return Match((known or verdicts)[0][0], named=len(shown) == 1)


def _verdict(solved: Solved, response: Response) -> AnswerVerdict | None:
    try:
        return judge_answer(solved.question, solved.key, as_typed(solved, response))
    except AnswerError:
        return None


def _is_right(solved: Solved, right: str) -> bool:
    try:
        typed = given_back(right, solved.question)
        return judge_answer(solved.question, solved.key, typed).correct
    except AnswerError:
        return False


def _says_something(verdict: AnswerVerdict) -> bool:
    return verdict.correct or any(one.misconception or one.feedback for one in verdict.meanings)


# By text


class _Flattened:
    """A platform's text, to be searched."""

    def __init__(self, text: str) -> None:
        self.letters = _letters_and_digits(text)
        self.bare = bare(text)


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@dataclass(frozen=True)
class _Published:
    """
    What is published of a question in one language.

    Attributes:
        parent: The question that a *why* follows, in whose prompt it is repeated.
    """

    solved: Solved
    language: Language
    parent: Solved | None

    def fit(self, text: _Flattened) -> tuple[int, bool, int] | None:
        """
        Return how much of *text* this is, greater if more; None if it is something else.

        How many letters and digits stand in it in this order; whether the signs between them do, too;
        and how many of its options are there.
        """
        spelled = next(filter(None, (_after(text.letters, way) for way in self._letters)), None)
        if spelled is None:
            return None
        length, rest = spelled
        # The words of a why (Why?) are so few that an option may hold them: options must follow.
        if self.parent and rest and not rest.startswith(self._options_in_letters):
            return None
        exact = any(_after(text.bare, way) is not None for way in self._bare)
        return length, exact, sum(option in text.bare for option in self._options)

    @property
    def _pieces(self) -> Iterator[list[str]]:
        """Yield the pieces of the prompt, without and with numbers of lines."""
        shown = (self.parent or self.solved).question
        why = [self.solved.question.stem[self.language]] if self.parent else []
        yield [shown.stem[self.language], shown.code or "", *why]
        if kind_of(shown).numbered:
            lines = "".join(f"{number}{line}\n" for number, line in enumerate(shown.lines, start=1))
            yield [shown.stem[self.language], lines, *why]

    @cached_property
    def _letters(self) -> list[list[str]]:
        return [list(map(_letters_and_digits, pieces)) for pieces in self._pieces]

    @cached_property
    def _bare(self) -> list[list[str]]:
        return [list(map(bare, pieces)) for pieces in self._pieces]

    @cached_property
    def _options(self) -> list[str]:
        return [bare(option.text[self.language]) for option in self.solved.question.options]

    @cached_property
    def _options_in_letters(self) -> tuple[str, ...]:
        options = self.solved.question.options
        return tuple(_letters_and_digits(option.text[self.language]) for option in options)


def _after(text: str, pieces: Sequence[str]) -> tuple[int, str] | None:
    """The length of *pieces*, if they stand in *text* in this order, and what follows them."""
    end = 0
    for piece in pieces:
        start = text.find(piece, end)
        if start < 0:
            return None
        end = start + len(piece)
    return sum(map(len, pieces)), text[end:]


# By place


def _items_by_place(
    bundle: Bundle, variants: Mapping[str, Sequence[Solved]], everybody: Iterable[Responses]
) -> dict[str, dict[int, str]]:
    """By file without question texts and by place, the item that stands there, if that is sure."""
    tables: dict[str, list[Responses]] = {}
    for one in everybody:
        if one.places:
            tables.setdefault(one.source, []).append(one)
    found = {}
    for source, table in tables.items():
        orders = list(_orders(bundle, variants, table[0].places))
        agreed = enumerate(_agreeing(orders, table, variants))
        found[source] = {place: item for place, item in agreed if item is not None}
    return found


def _orders(
    bundle: Bundle, variants: Mapping[str, Sequence[Solved]], places: int
) -> Iterator[list[str]]:
    """Yield the orders in which a quiz of so many *places* may have been put together."""
    for items in ([task.item for task in bundle.quiz], list(bundle.quiz_keys)):
        whys = {item: f"{item}.why" for item in items if f"{item}.why" in variants}
        behind = [name for item in items for name in (item, whys.get(item)) if name]
        for order in (items, behind, [*items, *whys.values()], list(whys.values())):
            if len(order) == places:
                yield order


def _agreeing(
    orders: Sequence[Sequence[str]],
    table: Sequence[Responses],
    variants: Mapping[str, Sequence[Solved]],
) -> list[str | None]:
    """Of the *orders* that the answers fit, what they agree in, by place."""
    fitting = [
        order
        for order in orders
        if all(
            _could_answer(variants[order[response.asked.place]], response)
            for one in table
            for response in one.answers
        )
    ]
    columns = [set(column) for column in zip(*fitting, strict=True)]
    return [next(iter(column)) if len(column) == 1 else None for column in columns]


def _could_answer(several: Sequence[Solved], response: Response) -> bool:
    if response.asked.right:
        return any(_is_right(solved, response.asked.right) for solved in several)
    return any(_verdict(solved, response) for solved in several) or not several[0].question.options
