"""
Questions in the form that exporters share: one language, HTML, five ways to answer.

Formats differ in what they can carry; here each kind of item becomes the nearest form that all
of them have, once, so that the same answer has the same score wherever it is given.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt

from autograder.content import Course, Language, Text
from autograder.content.items import ItemKind
from autograder.enums import StrEnum
from autograder.languages import words_in
from autograder.quizzes import Option, Question, Solved, Told

__all__ = ["Choice", "Form", "Pool", "Typed", "Way", "as_html", "forms_of", "pools_of"]

#: Most orders of lines that are offered where a format can't have lines put in order.
_MAX_ORDERS = 4


class Way(StrEnum):
    """How a form is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Choice:
    """
    An option, or a line to order (then in the right order).

    Attributes:
        plain: Its text without markup.
    """

    id: str
    html: str
    plain: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """
    An answer that is typed, and what is said to it.

    Attributes:
        texts: The spellings that are taken for it, the first one is shown.
        units: Of numbers: what they are in units of the last digit; of a shape, nothing.
        value: Of a single number.
    """

    texts: tuple[str, ...]
    right: bool
    feedback: str = ""
    units: tuple[int, ...] = ()
    value: float = 0.0


@dataclass(frozen=True)
class Form:
    """
    One variant of an item, ready to be written in some format.

    Attributes:
        id: ``Q14-0``: item and variant; stable, so that an export says the same each time.
        prompt: HTML: the stem, and the code.
        tolerance: How far off a number may be.
        explain: HTML, shown when the question is over.
        hints: HTML, one after the other.
    """

    id: str
    item: str
    name: str
    way: Way
    prompt: str
    explain: str
    language: Language
    choices: tuple[Choice, ...] = ()
    typed: tuple[Typed, ...] = ()
    tolerance: float = 0.0
    digits: int = 0
    tags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    stem: str = ""
    code: str = ""

    @property
    def right(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.right)


@dataclass(frozen=True)
class Pool:
    """The variants of one item; a format that can, draws one of them for each learner."""

    item: str
    chapter: str
    title: str
    forms: tuple[Form, ...] = field(default=())


def pools_of(
    course: Course,
    solved: Mapping[str, Mapping[str, Sequence[Solved]]],
    language: Language,
    *,
    ordering: bool = True,
) -> list[Pool]:
    """
    Return a pool for each item, and one for each *why*, in the course's order.

    Args:
        solved: By chapter and item, its variants.
        ordering: Whether the format can have lines put in order; else orders are chosen from.
    """
    pools = []
    for chapter, items in solved.items():
        title = course.chapters[chapter].title[language]
        for name, variants in items.items():
            each = [
                list(forms_of(course, chapter, one, language, ordering=ordering))
                for one in variants
            ]
            for forms in zip(*each, strict=True):
                item = forms[0].item
                # A why that reads the same in every variant is asked once.
                different = {(f.prompt, f.choices): f for f in forms}
                pools.append(Pool(item, chapter, title, tuple(different.values())))
            assert each, name
    return pools


def forms_of(
    course: Course, chapter: str, solved: Solved, language: Language, *, ordering: bool
) -> Iterator[Form]:
    """Yield the form of a question, and that of its *why*."""
    item = course.item(solved.question.item)
    tags = ("gradlings", chapter, *item.concepts, *sorted(solved.shows))
    concepts = "; ".join(course.concepts[name].title[language] for name in item.concepts)
    say = words_in(language)
    hints = (
        as_html(say("The idea: {concepts}", concepts=concepts)),
        as_html(say("The exercise that practises it: `{id}`", id=item.after)),
    )
    maker = _Maker(course, language, tags, hints, ordering)
    yield maker.form(solved)
    if solved.why is not None:
        yield maker.why(solved, solved.why)


@functools.cache
def _markdown() -> MarkdownIt:
    # html off: what looks like a tag in a text is shown as text.
    return MarkdownIt("commonmark", {"html": False})


def as_html(text: str) -> str:
    """Return Markdown as HTML, in which only Markdown's own markup is markup."""
    return str(_markdown().render(text)).strip()


def _inline(text: str) -> str:
    return str(_markdown().renderInline(text)).strip()


def _code(text: str) -> str:
    return f"<pre><code>{escape(text, quote=False)}</code></pre>"


@dataclass(frozen=True)
class _Maker:
    course: Course
    language: Language
    tags: tuple[str, ...]
    hints: tuple[str, ...]
    ordering: bool

    def form(self, solved: Solved) -> Form:
        kind = solved.question.kind
        if kind is ItemKind.NUMBER:
            return self._number(solved)
        if kind.typed:
            return self._text(solved)
        if kind.ordered:
            return self._order(solved) if self._can_order(solved) else self._orders(solved)
        if kind is ItemKind.LINE:
            return self._lines(solved)
        return self._choices(solved)

    def why(self, solved: Solved, why: Solved) -> Form:
        """The *why*, after the question and its answer, so that it stands alone."""
        question = why.question
        answer = words_in(self.language)("The answer is: {answer}.", answer=self._answer(solved))
        prompt = self._prompt(solved.question) + as_html(answer) + as_html(self._in(question.stem))
        return self._made(
            why,
            Way.ONE,
            prompt=prompt,
            choices=tuple(self._choice(option, why) for option in question.options),
        )

    # Pieces

    def _in(self, text: Text) -> str:
        return text[self.language]

    def _prompt(self, question: Question, *, numbered: bool = False) -> str:
        parts = [as_html(self._in(question.stem))]
        if question.code is not None:
            lines = question.lines
            if numbered:
                lines = tuple(f"{number:2}  {line}" for number, line in enumerate(lines, start=1))
            parts.append(_code("\n".join(lines)))
        return "".join(parts)

    def _said(self, told: Told) -> str:
        known = {name: m.sentence for name, m in self.course.misconceptions.items()}
        said = told.said(known)
        return as_html(self._in(said)) if said is not None else ""

    def _choice(self, option: Option, solved: Solved) -> Choice:
        text = self._in(option.text)
        told = solved.answers[option.id]
        html = f"<code>{escape(text, quote=False)}</code>" if option.code else _inline(text)
        return Choice(option.id, html, text, told.right, self._said(told))

    def _answer(self, solved: Solved) -> str:
        """The right answer in Markdown."""
        question = solved.question
        if question.kind.typed:
            return f"`{solved.shown[solved.right[0]]}`"
        if question.kind is ItemKind.LINE:
            return solved.right[0]
        texts = {
            option.id: f"`{self._in(option.text)}`" if option.code else self._in(option.text)
            for option in question.options
        }
        if question.kind.ordered:
            return " → ".join(texts[name] for name in solved.right[0].split(","))
        return "; ".join(texts[name] for name in solved.right)

    def _made(
        self,
        solved: Solved,
        way: Way,
        *,
        prompt: str = "",
        choices: tuple[Choice, ...] = (),
        typed: tuple[Typed, ...] = (),
        tolerance: float = 0.0,
    ) -> Form:
        question = solved.question
        return Form(
            id=f"{question.item.replace('.', '-')}-{question.variant}",
            item=question.item,
            name=question.item.replace(".", " "),
            way=way,
            prompt=prompt or self._prompt(question),
            explain=as_html(self._in(solved.explain)),
            language=self.language,
            choices=choices,
            typed=typed,
            tolerance=tolerance,
            digits=question.digits,
            tags=self.tags,
            hints=self.hints,
            stem=self._in(question.stem),
            code=question.code or "",
        )

    # Kinds

    def _choices(self, solved: Solved) -> Form:
        several = solved.question.kind is ItemKind.MULTIPLE
        choices = tuple(self._choice(option, solved) for option in solved.question.options)
        return self._made(solved, Way.SEVERAL if several else Way.ONE, choices=choices)

    def _lines(self, solved: Solved) -> Form:
        choices = tuple(
            Choice(
                f"L{number}",
                f"{number}: <code>{escape(line.strip(), quote=False)}</code>",
                f"{number}: {line.strip()}",
                solved.answers[str(number)].right,
                self._said(solved.answers[str(number)]),
            )
            for number, line in enumerate(solved.question.lines, start=1)
            if line.strip()
        )
        prompt = self._prompt(solved.question, numbered=True)
        return self._made(solved, Way.ONE, prompt=prompt, choices=choices)

    def _number(self, solved: Solved) -> Form:
        digits = solved.question.digits
        typed = tuple(
            Typed(
                (solved.shown[answer],),
                told.right,
                self._said(told),
                (int(answer),),
                int(answer) / 10**digits,
            )
            for answer, told in solved.answers.items()
        )
        # Less than a whole unit, as answers.py has it.
        return self._made(solved, Way.NUMBER, typed=typed, tolerance=0.99 / 10**digits)

    def _text(self, solved: Solved) -> Form:
        question = solved.question
        typed = tuple(
            Typed(
                _spellings(question, answer, solved.shown[answer]),
                told.right,
                self._said(told),
                tuple(map(int, answer.split(","))) if question.kind is ItemKind.TENSOR else (),
            )
            for answer, told in solved.answers.items()
        )
        return self._made(solved, Way.TEXT, typed=typed)

    def _can_order(self, solved: Solved) -> bool:
        return self.ordering and len(solved.right) == 1

    def _order(self, solved: Solved) -> Form:
        options = {option.id: option for option in solved.question.options}
        choices = tuple(
            Choice(
                name,
                f"<code>{escape(self._in(options[name].text), quote=False)}</code>",
                self._in(options[name].text),
                right=True,
            )
            for name in solved.right[0].split(",")
        )
        return self._made(solved, Way.ORDER, choices=choices)

    def _orders(self, solved: Solved) -> Form:
        """A choice of whole orders: one right, those that a misconception predicts, others."""
        options = {option.id: self._in(option.text) for option in solved.question.options}
        right = solved.right[0]
        chosen = [right]
        chosen += {solved.answers[a]: a for a in reversed(solved.wrong)}.values()
        names = right.split(",")
        for one, other in itertools.combinations(range(len(names)), 2):
            if len(chosen) >= _MAX_ORDERS:
                break
            swapped = list(names)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if ",".join(swapped) not in (*chosen, *solved.answers):
                chosen.append(",".join(swapped))
        # By their text, which tells nothing.
        written = sorted(
            ("\n".join(options[name] for name in order.split(",")), order) for order in chosen
        )
        choices = tuple(
            Choice(
                f"o{number}",
                _code(text),
                text.replace("\n", " ↵ "),
                order in solved.right,
                self._said(solved.answers.get(order, Told(right=False))),
            )
            for number, (text, order) in enumerate(written, start=1)
        )
        return self._made(solved, Way.ONE, choices=choices)


def _spellings(question: Question, answer: str, shown: str) -> tuple[str, ...]:
    """How one may write some numbers: with or without brackets, blanks and decimal commas."""
    if question.kind is ItemKind.SHAPE:
        sizes = answer.split(",") if answer else []
        inside = [", ".join(sizes), ",".join(sizes)]
        if len(sizes) == 1:
            inside.append(f"{sizes[0]},")
        return tuple(
            dict.fromkeys(
                [
                    shown,
                    *(
                        f"{a}{text}{b}"
                        for a, b in ("()", "[]", ("", ""))
                        for text in inside
                        if text or a
                    ),
                ]
            )
        )
    flat = [_plain(int(part), question.digits) for part in answer.split(",")]
    comma = [number.replace(".", ",") for number in flat]
    inside = [", ".join(flat), ",".join(flat), "; ".join(flat), ";".join(flat), " ".join(flat)]
    inside += ["; ".join(comma), ";".join(comma), " ".join(comma)]
    around = [("[", "]"), ("(", ")"), ("", "")]
    return tuple(dict.fromkeys([shown, *(f"{a}{text}{b}" for a, b in around for text in inside)]))


def _plain(units: int, digits: int) -> str:
    text = f"{units / 10**digits:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
