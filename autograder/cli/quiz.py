"""Commands for quizzes: asking, answering, reviewing, and a learner's progress."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from autograder.cli.asking import ask_questions
from autograder.cli.later import Later
from autograder.cli.placing import place_learner, take_back
from autograder.cli.session import (
    EXIT_NOT_PASSED,
    EXIT_PASSED,
    Group,
    Session,
    echo_json,
)
from autograder.content import Course
from autograder.facade.courses import chapter_named
from autograder.feedback.placement import aside_sentence, nothing_due
from autograder.feedback.progress_report import progress_report
from autograder.feedback.quiz import how_to_answer, sentences
from autograder.languages import Words
from autograder.quizzes import AnswerVerdict, Bank, judge_answer, load_bank
from autograder.screens.mastery import render_mastery
from autograder.screens.prose import Prose
from autograder.screens.quiz import render_question
from autograder.screens.signs import ascii_only
from autograder.workspace import Progress
from autograder.workspace.order import aside_in
from autograder.workspace.questions import GATE, for_review, of_chapter, variant_to_ask

__all__ = ["progress", "quiz", "review"]


class _QuizGroup(Group):
    """A group whose default is ``ask``: for ``gradlings quiz 05_grad`` and ``gradlings quiz``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = (*self.commands, "--help", "-h")
        if not args or args[0] not in known:
            args = ["ask", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_QuizGroup)
def quiz() -> None:
    """Answer questions about a CHAPTER: gradlings quiz [CHAPTER].

    Without CHAPTER, the chapter of your current exercise. Wrong answers come back with
    other numbers: gradlings review.
    """


@quiz.command("ask")
@click.argument("chapter", required=False)
@click.option("--count", type=click.IntRange(1, 100), default=GATE, show_default=True)
@click.pass_obj
def ask(session: Session, chapter: str | None, count: int) -> None:
    """Ask questions of CHAPTER, one after the other."""
    course, known = session.course(), session.progress()
    items = of_chapter(course, known, chapter_named(chapter, course, known), count)
    bank = load_bank(course)
    questions = [bank.posed(item, variant_to_ask(known, item)) for item in items]
    cards = dict(zip(items, items, strict=True))
    ask_questions(session, course, session.workspace(), questions, cards)


@quiz.command("place")
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@click.option("--take-back", "undo", is_flag=True, help="Take back what was set aside.")
@click.pass_obj
def place(session: Session, chapters: Sequence[str], undo: bool) -> None:
    """Find out which CHAPTERs you know already, and set their exercises aside.

    Two hard questions a chapter at most; the first wrong answer ends a chapter, and two chapters in a
    row end it all. Watch mode and `gradlings list` pass over what is set aside; your programs stay,
    and `--take-back` (of some CHAPTERs, or all) brings it back.
    """
    course, workspace = session.course(), session.need_workspace()
    named = [chapter_named(chapter, course) for chapter in chapters]
    # In the course's order, which is that of difficulty.
    chosen = [name for name in course.banks if name in named or not named]
    (take_back if undo else place_learner)(session, course, workspace, chosen)


@quiz.command("answer")
@click.argument("item_id", metavar="ITEM")
@click.argument("given", metavar="ANSWER", nargs=-1, required=True)
@click.option("--variant", type=click.IntRange(0, 10_000), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.pass_obj
def answer(
    session: Session, item_id: str, given: Sequence[str], variant: int, as_json: bool
) -> None:
    """Judge ANSWER to ITEM; nothing is noted. Exit code 0 if it is right, 1 if not."""
    course = session.course()
    course.item(item_id)
    posed = load_bank(course).posed(item_id, variant)
    verdict = judge_answer(posed.question, posed.key, " ".join(given))
    feedback = [text[session.language] for text in verdict.messages(sentences(course))]
    if verdict.correct:
        feedback.append(posed.explain[session.language])
    tell = _tell_as_json if as_json else _tell
    tell(session, item_id, verdict, feedback)
    sys.exit(EXIT_PASSED if verdict.correct else EXIT_NOT_PASSED)


def _tell_as_json(
    _session: Session, item: str, verdict: AnswerVerdict, feedback: Sequence[str]
) -> None:
    data = {
        "item": item,
        "correct": verdict.correct,
        "misconceptions": list(verdict.misconceptions),
        "feedback": "\n".join(feedback),
    }
    echo_json(data)


def _tell(session: Session, _item: str, verdict: AnswerVerdict, feedback: Sequence[str]) -> None:
    console, say = session.console, session.say
    console.print(Line(say("Right.") if verdict.correct else say("Not this.")))
    for text in feedback:
        console.print(Prose(text))


@quiz.command("show")
@click.argument("item_id", metavar="ITEM")
@click.option("--variant", type=click.IntRange(0, 10_000), default=0, show_default=True)
@click.pass_obj
def show(session: Session, item_id: str, variant: int) -> None:
    """Show ITEM as it is asked."""
    course, console = session.course(), session.console
    course.item(item_id)
    posed = load_bank(course).posed(item_id, variant)
    console.print(render_question(posed, session.say))
    console.print(Line(how_to_answer(posed.question, session.say), "dim"))


@quiz.command("list")
@click.pass_obj
def list_items(session: Session) -> None:
    """List the questions of the course, and which of them you have answered."""
    course, console, say = session.course(), session.console, session.say
    known, bank = session.progress(), load_bank(course)
    for chapter in course.banks:
        console.print(Line(course.chapters[chapter].title[session.language], "bold"))
        console.print(_items_table(course, chapter, known, bank, session))
    console.print(Line(say("Answer them with: {command}", command="gradlings quiz CHAPTER"), "dim"))


def _items_table(
    course: Course, chapter: str, known: Progress, bank: Bank, session: Session
) -> Table:
    """List the questions of a chapter, each with a tick or a cross once it has been answered."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True, width=1)
    table.add_column(no_wrap=True, min_width=6)
    table.add_column(overflow="ellipsis", no_wrap=True)
    right, wrong = ("+", "x") if ascii_only(session.console) else ("✓", "✗")
    for name in course.banks[chapter].root:
        entry = known.items.get(name)
        sign = "" if entry is None else (right if entry.last_right else wrong)
        stem = bank.posed(name, 0).question.stem[session.language]
        style = "green" if entry and entry.last_right else "red"
        table.add_row(Line(sign, style), Line(name), Prose(stem.replace("\n", " ")))
    return table


_FOLDER = click.Path(file_okay=False, path_type=Path)


for _name, _where, _line in (
    (
        "export",
        "publishing:export",
        "Publish the items of CHAPTERs: for Moodle, Canvas, Blackboard, QTI 3.0, pages and paper.",
    ),
    (
        "import",
        "publishing:import_gift",
        "Read questions from a GIFT FILE into the two files of an item bank.",
    ),
):
    quiz.add_command(Later(_name, _where, _line))


@click.command()
@click.option("--count", type=click.IntRange(1, 100), default=10, show_default=True)
@click.pass_obj
def review(session: Session, count: int) -> None:
    """Ask again what went wrong, in code or quiz, when it is due: with other numbers."""
    course, workspace = session.course(), session.need_workspace()
    known, bank = workspace.progress_file.load(), load_bank(course)
    pairs, anew = for_review(course, known, bank.shows, count)
    _tell_anew(session.console, session.say, anew)
    if pairs:
        questions = [bank.posed(item, variant_to_ask(known, item)) for _, item in pairs]
        cards = {item: card for card, item in pairs}
        ask_questions(session, course, workspace, questions, cards)
    elif not anew:
        session.console.print(nothing_due(known, session.say))


def _tell_anew(console: Console, say: Words, exercises: Sequence[str]) -> None:
    for name in exercises:
        command = f"gradlings reset {name}"
        message = say("{id} went wrong once; solve it anew: {command}", id=name, command=command)
        console.print(message)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.pass_obj
def progress(session: Session, as_json: bool) -> None:
    """Show what you have mastered, by concept and by misconception."""
    workspace, course, console = session.need_workspace(), session.course(), session.console
    known = workspace.progress_file.load()
    if as_json:
        echo_json(progress_report(course, known))
        return
    console.print(render_mastery(course, known, session.say, ascii_only=ascii_only(console)))
    if aside := aside_in(course, known):
        console.print(Line(aside_sentence(aside, session.say), "dim"))
    due = len(known.due())
    if due:
        console.print(
            Line(
                session.say.many(
                    "{n} thing to ask again: gradlings review",
                    "{n} things to ask again: gradlings review",
                    n=due,
                ),
                "yellow",
            )
        )
