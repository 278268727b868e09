"""Quiz questions and answers on a terminal, through rich."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text as Line

from autograder.content import Course, Text
from autograder.content.items import ItemKind
from autograder.languages import Words, mark
from autograder.quizzes import Asked, Option, Posed, Question, Response, letter_of
from autograder.screens.prose import Prose
from autograder.workspace import Progress

__all__ = [
    "how_to_answer",
    "how_to_choose",
    "render_mastery",
    "render_question",
    "render_response",
    "render_sum",
    "said_about",
    "sentences",
]

_HOW = {
    ItemKind.SINGLE: mark("one letter"),
    ItemKind.ERROR: mark("one letter"),
    ItemKind.MULTIPLE: mark("all letters that are right, such as ac"),
    ItemKind.NUMBER: mark("a number"),
    ItemKind.TENSOR: mark("{count} numbers, such as {example}"),
    ItemKind.SHAPE: mark("a shape, such as (2, 3), or () for none"),
    ItemKind.LINE: mark("the number of the line"),
    ItemKind.TRACE: mark("the letters in order, such as {letters}"),
    ItemKind.ORDER: mark("the letters in order, such as {letters}"),
}


def sentences(course: Course) -> Mapping[str, Text]:
    """What to say of each misconception."""
    return {name: misconception.sentence for name, misconception in course.misconceptions.items()}


def how_to_answer(question: Question, say: Words) -> str:
    """Say what an answer looks like, in a few words."""
    letters = "".join(letter_of(index) for index in range(len(question.options)))
    example = "[" + ", ".join(str(n) for n in range(1, question.count + 1)) + "]"
    return say(_HOW[question.kind], count=question.count, example=example, letters=letters[::-1])


def how_to_choose(question: Question, say: Words) -> str:
    """The same where options are clicked, not typed."""
    if question.kind in (ItemKind.SINGLE, ItemKind.ERROR):
        return say("Choose one.")
    if question.kind is ItemKind.MULTIPLE:
        return say("Choose all that are right.")
    return how_to_answer(question, say)


def render_question(posed: Posed, say: Words, *, number: int = 0, count: int = 0) -> RenderableType:
    """Return a question as it is asked: head, stem, code, options."""
    question = posed.question
    head = Line(question.item.removesuffix(".why"), "bold")
    if count:
        head.append(f"   {number}/{count}", "dim")
    parts: list[RenderableType] = [head, Prose(question.stem[say.language])]
    if question.code is not None:
        shown = Syntax(
            question.code,
            "python",
            theme="ansi_dark",
            background_color="default",
            line_numbers=question.kind is ItemKind.LINE,
            word_wrap=True,
        )
        parts.append(Padding(shown, (1, 0, 1, 2)))
    parts += [_option(option, index, say) for index, option in enumerate(question.options)]
    return Group(*parts)


def _option(option: Option, index: int, say: Words) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_column(no_wrap=True, width=4, justify="right")
    text = option.text[say.language]
    row.add_row(
        Line(f"{letter_of(index)})", "bold"), Line(text, "cyan") if option.code else Prose(text)
    )
    return row


def render_response(
    response: Response, course: Course, say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return what is said to an answer; never which answer is right, until it is over."""
    verdict, language = response.verdict, say.language
    parts: list[RenderableType] = []
    if verdict.correct:
        parts.append(
            Line("+ " if ascii_only else "✓ ", "green").append(say("Right."), "bold green")
        )
    elif verdict.credit:
        told = say("Partly right: {percent} %.", percent=round(100 * verdict.credit))
        parts.append(Line("~ ", "yellow").append(told, "bold yellow"))
    else:
        told = say("Not this one.") if response.posed.question.options else say("Not this.")
        parts.append(Line("x " if ascii_only else "✗ ", "red").append(told, "bold red"))
    said = said_about(response, course)
    parts += [Padding(Prose(text[language]), (0, 0, 0, 2)) for text in said]
    if response.explained:
        why = Prose(response.posed.explain[language], lead=(say("Why: "), "bold green"))
        parts.append(Padding(why, (0, 0, 0, 2)))
    return Group(*parts)


def said_about(response: Response, course: Course) -> list[Text]:
    """At most three things to say to an answer, the most important first."""
    return list(response.verdict.said(sentences(course)))[:3]


def render_sum(over: Sequence[Asked], say: Words, *, ascii_only: bool = False) -> RenderableType:
    """Return one line for each question of a sitting, and the sum."""
    table = Table(box=None, pad_edge=False, show_header=False)
    answered = [asked for asked in over if asked.verdict is not None]
    for asked in over:
        verdict = asked.verdict
        if verdict is None:
            sign, style, credit = "-" if ascii_only else "–", "dim", ""
        else:
            good = verdict.correct
            sign = ("+" if good else "x") if ascii_only else ("✓" if good else "✗")
            style = "green" if good else ("yellow" if verdict.credit else "red")
            credit = f"{verdict.credit:.2g}"
        why = ""
        if asked.why is not None:
            why = say("and why") if asked.why.correct else say("but not why")
        table.add_row(
            Line(sign, style), Line(asked.posed.question.item), Line(credit), Line(why, "dim")
        )
    total = sum(asked.verdict.credit for asked in answered if asked.verdict)
    table.add_row(
        "", Line(say("all together"), "bold"), Line(f"{total:.3g}/{len(answered)}", "bold")
    )
    return table


def render_mastery(
    course: Course, progress: Progress, say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return what a learner has mastered: by concept, and by misconception that was shown."""
    return Group(
        Line(say("Concepts"), "bold"),
        _concepts(course, progress, say, ascii_only=ascii_only),
        Line(),
        Line(say("Misconceptions that showed"), "bold"),
        _shown(course, progress, say, ascii_only=ascii_only),
    )


def _concepts(
    course: Course, progress: Progress, say: Words, *, ascii_only: bool
) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    table.add_column(say("concept"), overflow="fold")
    table.add_column(say("exercises"), justify="right", no_wrap=True)
    table.add_column(say("questions"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name, concept in course.concepts.items():
        exercises = [e.id for e in course.exercises if name in e.sheet.concepts]
        items = [i for i, item in course.items.items() if name in item.concepts]
        passed = sum(progress.passed(exercise) for exercise in exercises)
        right = sum(progress.items[i].last_right for i in items if i in progress.items)
        total = len(exercises) + len(items)
        if not total:
            continue
        done = round(10 * (passed + right) / total)
        full, empty = ("#", ".") if ascii_only else ("█", "░")
        style = "green" if done == 10 else ("yellow" if done else "dim")
        table.add_row(
            Line(concept.title[say.language]),
            f"{passed}/{len(exercises)}",
            f"{right}/{len(items)}",
            Line(full * done + empty * (10 - done), style),
        )
    return table


def _shown(course: Course, progress: Progress, say: Words, *, ascii_only: bool) -> RenderableType:
    counts: dict[str, int] = {}
    still: set[str] = set()
    for exercise, entry in progress.exercises.items():
        for name, count in entry.misconceptions.items():
            counts[name] = counts.get(name, 0) + count
            if not progress.passed(exercise):
                still.add(name)
    for item in progress.items.values():
        for name, count in item.misconceptions.items():
            counts[name] = counts.get(name, 0) + count
            if not item.last_right:
                still.add(name)
    known = [name for name in course.misconceptions if name in counts]
    if not known:
        return Line(say("none so far"), "dim")
    table = Table(box=None, pad_edge=False, show_header=False)
    for name in sorted(known, key=lambda name: (name not in still, -counts[name])):
        mended = name not in still
        sign = ("+" if mended else "!") if ascii_only else ("✓" if mended else "●")
        told = say("mended since") if mended else say("still open")
        table.add_row(
            Line(sign, "green" if mended else "yellow"),
            Prose(course.misconceptions[name].title[say.language]),
            Line(f"×{counts[name]}", "dim"),
            Line(told, "dim"),
        )
    return table
