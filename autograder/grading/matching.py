"""
Which question a platform asked, by what it gives back of it.

A published prompt begins with its stamp, which decides. In files of quizzes that were exported before
there were stamps, the text decides, then the options in it, the right answer beside it, and which
variants the answer is one of. If that leaves several that would count differently, it is not decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.assignments import Bundle
from autograder.errors import InputError
from autograder.grading.published_texts import Flattened, Published
from autograder.languages import mark
from autograder.quizzes import (
    AnswerError,
    AnswerVerdict,
    Solved,
    given_back,
    judge_answer,
    read_stamp,
)
from autograder.submissions import Response, Responses

__all__ = ["Match", "Matcher", "NoMatchError", "as_typed"]


class NoMatchError(InputError):
    """
    It can't be told which question was asked.

    Attributes:
        problem: Why, as a marked sentence without parts.
        item: The item, if only its variant can't be told.
    """

    def __init__(self, problem: str, item: str = "") -> None:
        super().__init__(problem)
        self.problem, self.item = problem, item
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
_NO_SHEET = mark(
    "no question sheet was made for this student; make the sheets again with --students and the whole "
    "roster, or name the student as the roster does"
)
_NO_SHEETS = mark(
    "it is answered on a sheet of the student's own, but no sheets were made for this assignment; put "
    "its file that ends in .students.json back, or grade with the bundle that generate made"
)
_NOT_THEIRS = mark("this question is not on the student's own sheet, but on another one")
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
        self._sheets = bundle.own_sheets
        self._variants = _with_whys(bundle.quiz_keys)
        self._published = [
            Published(solved, language, parent)
            for name, several in self._variants.items()
            for number, solved in enumerate(several)
            for language in bundle.course.languages
            for parent in [_parent(bundle, name, number)]
        ]
        self._places = _items_by_place(bundle, self._variants, everybody)

    def find(self, response: Response, whose: Responses) -> Match:
        """
        Return the variant that *response* answers; a *why* is an item of its own.

        Args:
            whose: Where it is from: the student and the file.

        Raises:
            NoMatchError: If it can't be told.
        """
        asked = response.asked
        if asked.item:
            return self._by_sign(asked.item, whose)
        if not asked.text:
            return self._at(self._places.get(whose.source, {}).get(asked.place), response)
        if stamped := read_stamp(asked.text):
            item, variant = stamped
            if item in self._variants:
                return self._numbered(item, variant)
        return self._by_text(response)

    def _by_sign(self, sign: str, whose: Responses) -> Match:
        """The question that a file of ours names: by its item's id, or by its stamp on a sheet."""
        item, variant = read_stamp(sign) or (sign, 0)
        if self._sheets is None or item not in self._sheets.keys:
            if variant and item in self._variants:
                raise NoMatchError(_NO_SHEETS)
            return self._numbered(item, variant)
        owners = self._sheets.owners_known_as((whose.student, *whose.ids, whose.name))
        if not owners:
            raise NoMatchError(_NO_SHEET)
        asked = self._sheets.asked_of(owners, item)
        if variant in asked:
            return Match(asked[variant])
        if sign == item and len(asked) == 1:
            return Match(next(iter(asked.values())))
        raise NoMatchError(_NOT_THEIRS if sign != item else _SEVERAL)

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
        text = Flattened(response.asked.text)
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
        items = {verdict.item for _, verdict in known or verdicts}
        raise NoMatchError(otherwise, items.pop() if len(items) == 1 else "")
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
