"""Commands for quizzes: asking, answering, reviewing, and how far a learner has come."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from autograder.assignments.assignment import dump
from autograder.cli.session import (
    EXIT_NOT_PASSED,
    EXIT_PASSED,
    Group,
    Session,
    Wrong,
    echo_json,
)
from autograder.content import LANGUAGES, Course, Language, nearest
from autograder.feedback.quiz import how_to_answer, sentences
from autograder.files import quoted, write_whole
from autograder.generating.quizzes.exports import FORMATS, exported, solved_course
from autograder.generating.quizzes.gift import GiftError, as_bank, read_gift
from autograder.languages import Words
from autograder.pages.quiz import quiz_page
from autograder.quizzes import (
    AnswerError,
    Posed,
    Sitting,
    Stage,
    judge_answer,
    load_bank,
)
from autograder.quizzes.variants import PUBLIC_SEED
from autograder.screens.mastery import render_mastery
from autograder.screens.prose import Prose
from autograder.screens.quiz import render_question, render_response, render_sum
from autograder.screens.signs import ascii_only
from autograder.workspace import Progress, Workspace
from autograder.workspace.questions import (
    GATE,
    for_review,
    note_answers,
    of_chapter,
    variant_to_ask,
)

__all__ = ["progress", "quiz", "review"]

_QUIT, _SKIP = ("q", "quit", ":q"), ("", "s", "skip")


class _QuizGroup(Group):
    """``gradlings quiz 05_grad`` and ``gradlings quiz`` alone ask; the rest are commands."""

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
    course = session.course()
    workspace = session.workspace()
    known = workspace.progress_file.load() if workspace else Progress()
    name = _chapter(course, known, chapter)
    bank = load_bank(course)
    items = of_chapter(course, known, name, count)
    questions = [bank.posed(item, variant_to_ask(known, item)) for item in items]
    _sit(session, course, workspace, questions, dict(zip(items, items, strict=True)))


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
    say = session.say
    try:
        verdict = judge_answer(posed.question, posed.key, " ".join(given))
    except AnswerError as error:
        raise Wrong(say(error.problem, **error.parts)) from None
    feedback = [text[session.language] for text in verdict.said(sentences(course))]
    if verdict.correct:
        feedback.append(posed.explain[session.language])
    if as_json:
        data = {
            "item": item_id,
            "correct": verdict.correct,
            "misconceptions": list(verdict.misconceptions),
            "feedback": "\n".join(feedback),
        }
        echo_json(data)
    else:
        session.console.print(Line(say("Right.") if verdict.correct else say("Not this.")))
        for text in feedback:
            session.console.print(Prose(text))
    sys.exit(EXIT_PASSED if verdict.correct else EXIT_NOT_PASSED)


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
    workspace = session.workspace()
    known = workspace.progress_file.load() if workspace else Progress()
    plain, posed = ascii_only(console), load_bank(course)
    for chapter, bank in course.banks.items():
        console.print(Line(course.chapters[chapter].title[session.language], "bold"))
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1))
        table.add_column(no_wrap=True, width=1)
        table.add_column(no_wrap=True, min_width=6)
        table.add_column(overflow="ellipsis", no_wrap=True)
        for name in bank.root:
            entry = known.items.get(name)
            sign = "" if entry is None else ("✓" if entry.last_right else "✗")
            sign = {"✓": "+", "✗": "x"}.get(sign, sign) if plain else sign
            stem = posed.posed(name, 0).question.stem[session.language]
            style = "green" if entry and entry.last_right else "red"
            table.add_row(Line(sign, style), Line(name), Prose(stem.replace("\n", " ")))
        console.print(table)
    console.print(Line(say("Answer them with: {command}", command="gradlings quiz CHAPTER"), "dim"))


_FOLDER = click.Path(file_okay=False, path_type=Path)


@quiz.command("export")
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@click.option(
    "--format",
    "formats",
    type=click.Choice([*FORMATS, "html"]),
    multiple=True,
    help="Only this format; repeatable. All, unless given.",
)
@click.option("--language", "languages", type=click.Choice(LANGUAGES), multiple=True)
@click.option(
    "--variants", type=click.IntRange(1, 200), default=5, show_default=True, help="Of each item."
)
@click.option("--seed", default=PUBLIC_SEED, help="Your own draws numbers that nobody has seen.")
@click.option("--title", default="Gradlings", show_default=True)
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where to write the files.")
@click.pass_obj
def export(
    session: Session,
    chapters: Sequence[str],
    formats: Sequence[str],
    languages: Sequence[Language],
    variants: int,
    seed: str,
    title: str,
    output: Path,
) -> None:
    """Publish the items of CHAPTERs: for Moodle, Canvas, Blackboard, QTI 3.0, pages and paper."""
    course, console = session.course(), session.console
    chosen = [_chapter(course, Progress(), chapter) for chapter in chapters] or list(course.banks)
    wanted = list(formats) or [*FORMATS, "html"]
    table = Table(box=None, pad_edge=False, show_header=False)
    with Console(stderr=True).status("keys"):
        solved = solved_course(course, chosen, seed=seed, variants=variants)
    for language in languages or LANGUAGES:
        for name in wanted:
            if name == "html":
                suffix, reach = ".html", "browsers, without a kernel"
                content = _page(course, chosen, title, language)
            else:
                suffix, reach = FORMATS[name].suffix, FORMATS[name].reach
                content = exported(course, solved, name, language, title)
            path = output / f"quiz.{language}{suffix}"
            write_whole(path, content)
            table.add_row(Line(quoted(path)), Line(reach, "dim"))
    console.print(table)


def _page(course: Course, chapters: Sequence[str], title: str, language: Language) -> bytes:
    bank = load_bank(course)
    names = [name for chapter in chapters for name in course.banks[chapter].root]
    shows = {misconception for name in names for misconception in bank.shows[name]}
    said = {name: text for name, text in sentences(course).items() if name in shows}
    posed = [bank.posed(name, 0) for name in names]
    return quiz_page(posed, said, title, language).encode("utf-8")


@quiz.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--prefix", default="G", show_default=True, help="What the ids of items begin with.")
@click.option("--after", required=True, help="The exercise that they are asked after.")
@click.option("--concept", required=True, help="The concept that they ask for.")
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where the two files go.")
@click.pass_obj
def import_gift(
    session: Session, file: Path, prefix: str, after: str, concept: str, output: Path
) -> None:
    """Read questions from a GIFT FILE into the two files of an item bank.

    OUTPUT/public/quiz.yaml goes to exercises/CHAPTER/, OUTPUT/solutions/quiz.yaml to
    solutions/CHAPTER/. Nothing that is there is overwritten.
    """
    course, console = session.course(), session.console
    course.exercise(after)
    if concept not in course.concepts:
        raise Wrong(f"there is no concept {concept!r}.{nearest(concept, course.concepts)}")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,24}", prefix):
        raise Wrong(f"--prefix {prefix!r}: begin with a letter; letters, digits and _ only")
    try:
        questions, refused = read_gift(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Wrong(f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except GiftError as error:
        raise Wrong(f"{file}: {error}") from None
    public, solutions = as_bank(questions, prefix=prefix, after=after, concept=concept)
    for name, data in (("public", public), ("solutions", solutions)):
        path = output / name / "quiz.yaml"
        if path.exists():
            raise Wrong(f"{path} is there already; choose another folder")
        write_whole(path, dump(data))
        console.print(Line(f"wrote {quoted(path)}: {len(data)} items"))
    for one in refused:
        console.print(Line(f"{file}:{one.line}: left out: {one.why}", "yellow"))
    console.print(Line("Both languages hold the text as it came; translate, then: gradlings lint"))


@click.command()
@click.option("--count", type=click.IntRange(1, 100), default=10, show_default=True)
@click.pass_obj
def review(session: Session, count: int) -> None:
    """Ask again what went wrong, in code or quiz, when it is due: with other numbers."""
    course, console, say = session.course(), session.console, session.say
    workspace = session.need_workspace()
    known = workspace.progress_file.load()
    bank = load_bank(course)
    pairs, anew = for_review(course, known, bank.shows, count)
    for name in anew:
        command = f"gradlings reset {name}"
        console.print(
            say("{id} went wrong once; solve it anew: {command}", id=name, command=command)
        )
    if not pairs:
        if not anew:
            _nothing_due(known, console, say)
        return
    questions = [bank.posed(item, variant_to_ask(known, item)) for _, item in pairs]
    _sit(session, course, workspace, questions, {item: card for card, item in pairs})


def _nothing_due(known: Progress, console: Console, say: Words) -> None:
    following = known.next_due
    if following is None:
        console.print(say("Nothing has gone wrong so far, so there is nothing to review."))
        return
    wait = following - datetime.now(timezone.utc)
    days, minutes = wait.days, round(wait.total_seconds() / 60)
    told = (
        say.many("{n} day", "{n} days", n=days)
        if days
        else say.many("{n} minute", "{n} minutes", n=max(1, minutes))
    )
    console.print(say("Nothing is due now; the next question comes in {time}.", time=told))


@click.command()
@click.pass_obj
def progress(session: Session) -> None:
    """Show what you have mastered, by concept and by misconception."""
    workspace, course, console = session.need_workspace(), session.course(), session.console
    known = workspace.progress_file.load()
    console.print(render_mastery(course, known, session.say, ascii_only=ascii_only(console)))
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


def _chapter(course: Course, known: Progress, asked: str | None) -> str:
    """The chapter that is asked for, or the one whose turn it is."""
    if not course.banks:
        raise Wrong("this course has no quiz items")
    if asked is None:
        open_ones = [e.chapter for e in course.exercises if not known.passed(e.id)]
        unanswered = [c for c, b in course.banks.items() if b.root.keys() - known.items.keys()]
        ordered = [c for c in unanswered if not open_ones or c <= open_ones[0]] or unanswered
        return (ordered or list(course.banks))[0]
    # "5", "05" and "grad" are clear enough.
    found = [c for c in course.banks if asked in (c, c.partition("_")[0].lstrip("0"), c[:2], c[3:])]
    if not found:
        raise Wrong(f"there is no chapter {asked!r} with questions.{nearest(asked, course.banks)}")
    return found[0]


def _sit(
    session: Session,
    course: Course,
    workspace: Workspace | None,
    questions: Sequence[Posed],
    cards: dict[str, str],
) -> None:
    """Ask *questions* on the terminal; each answer is saved as soon as its question is over."""
    console, say = session.console, session.say
    plain = ascii_only(console)
    file = workspace.progress_file if workspace else None
    sitting = Sitting(questions, note_answers(file, cards))
    if workspace is None:
        console.print(Line(say("This is no working copy, so nothing will be noted."), "dim"))
    while sitting.stage is not Stage.DONE:
        if file is not None:
            session.tell_unsaved(file)
        posed = sitting.current
        if sitting.stage is not Stage.AGAIN:
            shown = render_question(posed, say, number=sitting.number, count=sitting.count)
            console.print()
            console.print(shown)
        typed = _typed(console, how_to_answer(posed.question, say))
        if typed is None:
            break
        if typed.casefold() in _SKIP:
            sitting.skip()
            continue
        try:
            response = sitting.answer(typed)
        except AnswerError as error:
            console.print(Line(say(error.problem, **error.parts), "yellow"))
            continue
        console.print(
            Padding(render_response(response, course, say, ascii_only=plain), (0, 0, 0, 1))
        )
        if sitting.stage is Stage.AGAIN:
            console.print(Line("  " + say("Have another try, for yourself; Enter goes on."), "dim"))
    if sitting.over:
        console.print()
        console.print(render_sum(sitting.over, say, ascii_only=plain))
    if file is not None:
        session.tell_unsaved(file)


def _typed(console: Console, hint: str) -> str | None:
    """A line from the keyboard or a pipe; None at its end, or for quitting."""
    prompt = Line.assemble((f"{hint} ", "dim"), ("› " if not ascii_only(console) else "> ", "bold"))
    try:
        typed = console.input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        console.print()
        return None
    return None if typed.casefold() in _QUIT else typed
