"""
Making the forms of questions; the table at the end has a line for each kind of item.

:meth:`_Maker.prompt` and :meth:`_Maker.choice` add everything that all prompts or all choices have.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from autograder.content import Course, Language, Text
from autograder.content.items import ItemKind
from autograder.feedback.quiz import how_to_answer, how_to_choose
from autograder.generating.quizzes.forms import Choice, Form, Pool, Typed, Way
from autograder.generating.quizzes.markup import as_html, block, code, inline
from autograder.languages import words_in
from autograder.quizzes import Meaning, Question, Solved, kind_of
from autograder.quizzes.stamps import letter, lettered, stamp
from autograder.quizzes.typed import TypedKind

__all__ = ["FORMS", "forms_of", "pools_of"]

#: Most orders of lines that are offered in a format without ordering questions.
_MAX_ORDERS = 4
#: How many spellings of a predicted wrong answer get its feedback; the others are merely wrong.
_COMMON = 12


def pools_of(
    course: Course,
    solved: Mapping[str, Mapping[str, Sequence[Solved]]],
    language: Language,
    *,
    ordering: bool = True,
    points: Mapping[str, float] = MappingProxyType({}),
    many: bool = False,
) -> list[Pool]:
    """
    Return a pool for each item, and one for each *why*, in the course's order.

    Args:
        solved: The variants of each item, by chapter and item.
        ordering: Whether the format has ordering questions; if not, whole orders are offered as
            options.
        points: What an item, or a *why*, is worth; one point by default.
        many: Whether there are other variants than those in *solved*, so that each needs its number.
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
                # A *why* that is equal in several variants is asked once.
                different: dict[object, Form] = {}
                for form in forms:
                    different.setdefault((form.prompt, form.choices), form)
                stamped = tuple(
                    replace(
                        _stamped(form, several=many or len(different) > 1),
                        points=points.get(item, 1.0),
                    )
                    for form in different.values()
                )
                pools.append(Pool(item, chapter, title, item != name, stamped))
            assert each, name
    return pools


def _stamped(form: Form, *, several: bool) -> Form:
    """*form* with a prompt that begins with its stamp, in the first paragraph."""
    variant = int(form.id.rpartition("-")[2])
    mark = stamp(form.item, variant, several)
    start = f"<p><small>{mark}</small>: "
    prompt = form.prompt
    prompt = start + prompt[3:] if prompt.startswith("<p>") else f"{start}</p>{prompt}"
    return replace(form, prompt=prompt, stamp=mark)


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
    yield FORMS[solved.question.kind](maker, solved)
    if solved.why is not None:
        yield _why(maker, solved, solved.why)


@dataclass(frozen=True)
class _Maker:
    """Makes the parts that all forms of a question share."""

    course: Course
    language: Language
    tags: tuple[str, ...]
    hints: tuple[str, ...]
    ordering: bool

    def text(self, text: Text) -> str:
        return text[self.language]

    def prompt(self, question: Question, *, numbered: bool = False) -> str:
        """Stem and code as HTML; lines of code have numbers if answers refer to them."""
        parts = [as_html(self.text(question.stem))]
        if question.code is not None:
            lines = question.lines
            if numbered:
                lines = tuple(f"{number:2}  {line}" for number, line in enumerate(lines, start=1))
            parts.append(block("\n".join(lines)))
        return "".join(parts)

    def feedback(self, meaning: Meaning) -> str:
        """The feedback on an answer, as HTML."""
        known = {name: m.sentence for name, m in self.course.misconceptions.items()}
        message = meaning.message(known)
        return as_html(self.text(message)) if message is not None else ""

    def choice(self, name: str, label: str, html: str, plain: str, meaning: Meaning) -> Choice:
        return Choice(
            name,
            label,
            lettered(label, html),
            lettered(label, plain),
            meaning.right,
            self.feedback(meaning),
        )

    def options(self, solved: Solved) -> tuple[Choice, ...]:
        """The options of a question, in the order in which they are shown."""
        made = []
        for index, option in enumerate(solved.question.options):
            text = self.text(option.text)
            html = code(text) if option.code else inline(text)
            meaning = solved.answers[option.id]
            made.append(self.choice(option.id, letter(index), html, text, meaning))
        return tuple(made)

    def form(
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
            prompt=prompt or self.prompt(question, numbered=kind_of(question).numbered),
            explain=as_html(self.text(solved.explain)),
            language=self.language,
            choices=choices,
            typed=typed,
            tolerance=tolerance,
            digits=question.digits,
            tags=self.tags,
            hints=self.hints,
        )


def _why(maker: _Maker, solved: Solved, why: Solved) -> Form:
    """The *why*, preceded by the question and its answer, so that it can be asked alone."""
    right = kind_of(solved.question).right_answer(solved, maker.language)
    say = words_in(maker.language)
    answer = say("The answer is: {answer}.", answer=right)
    numbered = kind_of(solved.question).numbered
    prompt = maker.prompt(solved.question, numbered=numbered) + as_html(answer)
    prompt += as_html(maker.text(why.question.stem))
    return maker.form(why, Way.ONE, prompt=prompt, choices=maker.options(why))


def _choice_of_one(maker: _Maker, solved: Solved) -> Form:
    return maker.form(solved, Way.ONE, choices=maker.options(solved))


def _choice_of_several(maker: _Maker, solved: Solved) -> Form:
    how = as_html(how_to_choose(solved.question, words_in(maker.language)))
    prompt = maker.prompt(solved.question) + how
    return maker.form(solved, Way.SEVERAL, prompt=prompt, choices=maker.options(solved))


def _choice_of_lines(maker: _Maker, solved: Solved) -> Form:
    choices = tuple(
        maker.choice(
            f"L{number}",
            str(number),
            code(line.strip()),
            line.strip(),
            solved.answers[str(number)],
        )
        for number, line in enumerate(solved.question.lines, start=1)
        if line.strip()
    )
    return maker.form(solved, Way.ONE, choices=choices)


def _typed(maker: _Maker, solved: Solved) -> tuple[Typed, ...]:
    question = solved.question
    kind = kind_of(question)
    assert isinstance(kind, TypedKind)
    return tuple(
        Typed(
            kind.spellings(question, answer, solved.shown[answer])[
                : None if meaning.right else _COMMON
            ],
            meaning.right,
            maker.feedback(meaning),
            kind.units(answer),
        )
        for answer, meaning in solved.answers.items()
    )


def _typed_number(maker: _Maker, solved: Solved) -> Form:
    unit = 10**solved.question.digits
    typed = tuple(replace(one, value=one.units[0] / unit) for one in _typed(maker, solved))
    # Less than a whole unit, as in quizzes/numbers.py.
    prompt = maker.prompt(solved.question) + _how(maker, solved)
    return maker.form(solved, Way.NUMBER, prompt=prompt, typed=typed, tolerance=0.99 / unit)


def _typed_text(maker: _Maker, solved: Solved) -> Form:
    prompt = maker.prompt(solved.question) + _how(maker, solved)
    return maker.form(solved, Way.TEXT, prompt=prompt, typed=_typed(maker, solved))


def _how(maker: _Maker, solved: Solved) -> str:
    """How an answer is written."""
    question, say = solved.question, words_in(maker.language)
    how = how_to_answer(question, say)
    if question.count == 1 or not question.digits:
        return as_html(say("Your answer: {how}.", how=how))
    # Platforms compare a list of numbers with texts, to the digit.
    rounded = say.many(
        "Your answer: {how}, rounded to {n} decimal.",
        "Your answer: {how}, rounded to {n} decimals.",
        n=question.digits,
        how=how,
    )
    return as_html(rounded)


def _order(maker: _Maker, solved: Solved) -> Form:
    """Lines to put in order if the format can and only one order is right, else a choice of orders."""
    if not maker.ordering or len(solved.right) != 1:
        return _choice_of_orders(maker, solved)
    lines = _lettered_lines(maker, solved)
    choices = tuple(
        maker.choice(name, *lines[name], Meaning(right=True)) for name in solved.right[0].split(",")
    )
    return maker.form(solved, Way.ORDER, choices=choices)


def _choice_of_orders(maker: _Maker, solved: Solved) -> Form:
    """A choice of whole orders: a right one, those that misconceptions predict, and others."""
    lines = _lettered_lines(maker, solved)
    written = {
        order: [lettered(lines[name][0], lines[name][2]) for name in order.split(",")]
        for order in _orders(solved)
    }
    # Sorted by their letters, so that the order gives nothing away.
    choices = tuple(
        maker.choice(
            f"o{number}",
            "".join(lines[name][0] for name in order.split(",")),
            block("\n".join(texts)),
            " ↵ ".join(texts),
            solved.answers.get(order, Meaning(right=False)),
        )
        for number, (order, texts) in enumerate(
            sorted(written.items(), key=lambda pair: pair[1]), start=1
        )
    )
    return maker.form(solved, Way.ONE, choices=choices)


def _lettered_lines(maker: _Maker, solved: Solved) -> dict[str, tuple[str, str, str]]:
    """The lines to order by id: letter, HTML and text."""
    found = {}
    for index, option in enumerate(solved.question.options):
        text = maker.text(option.text)
        found[option.id] = letter(index), code(text), text
    return found


def _orders(solved: Solved) -> list[str]:
    """The right order, one for each misconception, and others up to the maximum."""
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
    return chosen


#: The form of each kind of item.
FORMS: Mapping[ItemKind, Callable[[_Maker, Solved], Form]] = MappingProxyType(
    {
        ItemKind.SINGLE: _choice_of_one,
        ItemKind.ERROR: _choice_of_one,
        ItemKind.MULTIPLE: _choice_of_several,
        ItemKind.LINE: _choice_of_lines,
        ItemKind.NUMBER: _typed_number,
        ItemKind.TENSOR: _typed_text,
        ItemKind.SHAPE: _typed_text,
        ItemKind.TRACE: _order,
        ItemKind.ORDER: _order,
    }
)
