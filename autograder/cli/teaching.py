"""Commands for instructors: compose an assignment, generate what learners get, grade a class."""

from __future__ import annotations

import contextlib
import json
import secrets
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.prompt import Confirm, Prompt
from rich.table import Table
from rich.text import Text

from autograder.assignments import Bundle, load_assignment, make_bundle, open_bundle, pack
from autograder.assignments.assignment import dump
from autograder.cli.session import (
    EXIT_NOT_PASSED,
    EXIT_OUR_FAULT,
    OurFault,
    Session,
    Wrong,
    grading,
)
from autograder.content import Course, nearest
from autograder.feedback.refusals import refusal
from autograder.files import naming, quoted, write_whole
from autograder.generating import DOORS, generate_doors
from autograder.generating.class_outputs import Written, write_outputs
from autograder.generating.keys import key_maker
from autograder.generating.quizzes.door import quiz_keys
from autograder.gradebooks.exports import Gradebooks
from autograder.gradebooks.gradescope import gradescope_report
from autograder.grading.attempts import choose_attempts
from autograder.grading.classes import ClassWork, class_work, grade_all
from autograder.grading.cluster import cluster_executor, send_desk
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.grading.pool import Desk, cores, isolation_at, open_pool
from autograder.grading.quizzes import QuizWork, answers_in, quiz_work
from autograder.grading.results import ClassResults, Unread
from autograder.grading.single import Student, grade_one, read_metadata
from autograder.languages import Words
from autograder.pages.markdown import render_student_markdown
from autograder.sandbox import Tier
from autograder.submissions import Attempt, Reader, collect, files_in, safe_file_names, shown

__all__ = ["assignment", "autograde", "generate", "grade"]

Answered = TypeVar("Answered")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def assignment() -> None:
    """Compose an assignment: exercises, points, dates, rules, in one YAML file."""


@assignment.command("new")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.yaml")
@click.option("--title", help="Its title; asked for, unless given.")
@click.option(
    "--exercise", "chosen", multiple=True, help="An exercise id or a chapter; repeatable."
)
@click.option("--due", help="When it is due, as 2026-12-01T23:59+01:00.")
@click.pass_obj
def new_assignment(
    session: Session, path: Path, title: str | None, chosen: Sequence[str], due: str | None
) -> None:
    """Write a new assignment to FILE.yaml, asking for what is needed."""
    if path.exists():
        raise Wrong(f"{path} is there already; choose another name or edit it")
    if path.suffix != ".yaml":
        raise Wrong(f"{path}: an assignment's file ends in .yaml")
    course, console = session.course(), session.console
    ask = sys.stdin.isatty()
    if title is None:
        title = Prompt.ask("Title", console=console, default=path.stem) if ask else path.stem
    if not chosen and not ask:
        raise Wrong("which exercises? Give --exercise ID or --exercise CHAPTER, repeatedly")
    entries = [_entry(name, course) for name in chosen]
    if not entries:
        console.print(_choices(course))
        question = "Exercises and chapters, separated by spaces"
        entries = _asked(question, lambda told: [_entry(n, course) for n in told.split()], console)
    if due is None and ask and Confirm.ask("Is there a due date?", console=console, default=False):
        due = _asked("Due (as 2026-12-01T23:59+01:00)", _due, console)
    sheet = {
        "schema": 1,
        "title": title,
        "languages": [session.language, *({"en", "hu"} - {session.language})],
        # Whoever has this can draw the hidden cases; keep the file as you keep the solutions.
        "secret": secrets.token_hex(16),
        "exercises": entries,
        "cases": {"hidden": True},
        **({"due": due, "late": {"grace": "15 min", "penalty": 10}} if due else {}),
        "attempts": {"keep": "last"},
    }
    write_whole(path, dump(sheet), private=True)
    try:
        made = load_assignment(path, course)
    except BaseException:
        path.unlink()
        raise
    console.print(
        Text(
            f"wrote {quoted(path)}: {len(made.tasks)} exercises, {made.points:g} points. Keep it secret."
        )
    )
    console.print(Text(f"Next: gradlings generate {quoted(path)} -o dist/"))


def _asked(question: str, read: Callable[[str], Answered], console: Console) -> Answered:
    """What was answered, as *read* reads it; asked again while it can't be read."""
    while True:
        try:
            if answer := read(Prompt.ask(question, console=console)):
                return answer
        except Wrong as error:
            console.print(Text(error.message, "red"))


def _due(told: str) -> str:
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        raise Wrong(f"{told!r} is no date and time; write one as 2026-12-01T23:59+01:00") from None
    if moment.tzinfo is None:
        raise Wrong(f"{told!r} has no time zone; write one as 2026-12-01T23:59+01:00")
    return told


def _entry(name: str, course: Course) -> str | dict[str, str]:
    if name in course.chapters:
        return {"chapter": name}
    if any(exercise.id == name for exercise in course.exercises):
        return name
    known = [*course.chapters, *(exercise.id for exercise in course.exercises)]
    raise Wrong(f"there is no exercise or chapter {name!r}.{nearest(name, known)}")


def _choices(course: Course) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for chapter in course.chapters:
        ids = [e.id for e in course.exercises if e.chapter == chapter]
        table.add_row(Text(chapter, "bold"), Text(" ".join(ids)))
    return table


@click.command()
@click.argument("path", type=_FILE, metavar="ASSIGNMENT.yaml")
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where to write it.")
@click.option(
    "--door",
    "doors",
    type=click.Choice(list(DOORS)),
    multiple=True,
    help="Only this output; repeatable. All, unless given.",
)
@click.pass_obj
def generate(session: Session, path: Path, output: Path, doors: Sequence[str]) -> None:
    """Write what learners get, and the instructor's bundle; no output holds a solution."""
    console = session.console
    chosen = load_assignment(path, session.course())
    bundle = _bundle(session, path, output / "instructor" / "bundle")
    table = Table(box=None, pad_edge=False, show_header=False)
    edited: list[str] = []
    for door in generate_doors(chosen, bundle, output, doors):
        told = Text(quoted(door.path)) if door.path else Text(f"left out: {door.why}", "yellow")
        table.add_row(Text(door.name, "bold"), told)
        edited += _told_edited(session.say, door.kept, door.left)
    table.add_row(Text("bundle", "bold"), Text(f"{quoted(bundle.path)}  (for you alone)"))
    console.print(table)
    for line in edited:
        console.print(Text(line, "yellow"))


def _told_edited(
    say: Words, kept: Sequence[tuple[str, Path]], left: Sequence[Path]
) -> Iterator[str]:
    """What became of files that were in an output folder and not as we had written them."""
    for name, path in kept:
        yield say("{name} was not as we had written it; that version is kept: {path}",
                  name=quoted(name), path=quoted(path))  # fmt: skip
    for path in left:
        yield say("{path} is not needed any more, but it was edited, so it has been left there.",
                  path=quoted(path))  # fmt: skip


@click.command()
@click.argument("path", type=_FILE, metavar="ASSIGNMENT.yaml")
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where grades and reports go.")
@click.option("--only", multiple=True, help="Grade only this exercise or student; repeatable.")
@click.option("--regrade", is_flag=True, help="Grade again what was graded before.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; one a core, unless given.")
@click.option("--scheduler", help="Address of a Dask scheduler, tcp://…; see gradlings[cluster].")
@click.option("--bundle", type=_FOLDER, help="A bundle made before; no solutions are needed then.")
@click.option(
    "--quiz",
    "quiz_files",
    type=_FILE,
    multiple=True,
    help="Answers to quiz items: Moodle's responses, Canvas' student analysis, JSON; repeatable.",
)
@click.option("--canvas", type=_FILE, help="A gradebook that Canvas exported, to be filled in.")
@click.option("--canvas-column", default="", help="Its column; the assignment's title, else.")
@click.option("--moodle", type=_FILE, help="A worksheet that Moodle exported, to be filled in.")
@click.option("--moodle-column", default="", help="Its column of grades, where it can't be told.")
@click.option(
    "--isolation",
    type=click.Choice([tier.label for tier in Tier]),
    default=Tier.STANDARD.label,
    show_default=True,
    help="Refuse to grade with less isolation.",
)
@click.pass_obj
def grade(
    session: Session,
    path: Path,
    submissions: Path,
    output: Path,
    only: Sequence[str],
    regrade: bool,
    workers: int | None,
    scheduler: str | None,
    bundle: Path | None,
    quiz_files: Sequence[Path],
    canvas: Path | None,
    canvas_column: str,
    moodle: Path | None,
    moodle_column: str,
    isolation: str,
) -> None:
    """Grade all SUBMISSIONS of a class: a folder, or a download of a learning platform.

    What is graded is kept in OUTPUT/ledger.sqlite as it comes, so the same command
    goes on where it was stopped, and grades again only what has changed.
    """
    output.mkdir(parents=True, exist_ok=True)
    gradebooks = Gradebooks(canvas, canvas_column, moodle, moodle_column)
    opened = open_bundle(bundle) if bundle else _bundle(session, path, output / "bundle")
    with Ledger(Path(":memory:")) as nothing:
        # A wrong gradebook is told before an hour of grading, not after it.
        gradebooks.fill(results_of(opened, ClassWork({}, {}), nothing, names={}))
    floor = Tier.named(isolation)
    with Reader(floor, gists=True, workers=workers or cores()) as reader:
        collection = collect(submissions, only_exercises=set(opened.points), reader=reader)
        policy = opened.sheet.attempts
        attempts = choose_attempts(collection.attempts, keep=policy.keep, most=policy.most)
        _refuse_unknown(only, [*opened.points, *attempts])
        work = class_work(opened, attempts, only=only, reader=reader)
        quiz = _quiz_work(opened, work, quiz_files, reader)
    unread = [Unread(refused.name, refused.why) for refused in collection.unreadable]
    with Ledger(output / "ledger.sqlite") as ledger:
        ledger.note_faults(work.faults)
        if regrade:
            ledger.forget(work.works)
        desk, open_executor, number = _executor(opened, floor, workers, scheduler)
        todo = len(work.works) - len(ledger.known(work.works))
        with _bar(session, todo, len(work.works)) as progress:
            grade_all(
                work.works,
                ledger,
                desk,
                open_executor,
                send_desk=send_desk if scheduler else lambda _, desk: desk,
                workers=number,
                progress=progress,
            )
        ledger.note_answers(
            (student, index, line)
            for student, several in work.handed_in.items()
            for index, handed_in in enumerate(several)
            for line in handed_in.lines.values()
        )
        results = results_of(
            opened,
            work,
            ledger,
            names=safe_file_names(sorted({*attempts, *quiz.answers})),
            quiz=quiz,
            unread=unread,
            isolation=floor.label,
            platform=collection.platform,
        )
    try:
        written = write_outputs(results, output, gradebooks)
    except OSError as error:
        kept = session.say("What was graded is kept; the same command goes on from there.")
        raise OurFault(f"{refusal(error, session.say)} {kept}") from None
    _tell(session, results, collection.platform, written, todo)


def _quiz_work(
    bundle: Bundle, handed_in: ClassWork, files: Sequence[Path], reader: Reader
) -> QuizWork:
    """Answers to quiz items, from beside programs and from platforms' exports, judged."""
    if files and not bundle.quiz:
        raise Wrong("--quiz: this assignment has no quiz items; name some under its key quiz")
    if not bundle.quiz:
        return QuizWork({}, {})
    responses = answers_in(handed_in)
    for path in files:
        responses += reader.responses(path)
    students = {
        student: several[-1].attempt.name for student, several in handed_in.handed_in.items()
    }
    return quiz_work(bundle, responses, students)


def _refuse_unknown(only: Sequence[str], known: Sequence[str]) -> None:
    for name in only:
        if name not in known:
            raise Wrong(f"--only {shown(name)}: no such exercise or student.{nearest(name, known)}")


def _bundle(session: Session, path: Path, folder: Path) -> Bundle:
    """The assignment's bundle in *folder*, made or brought up to date."""
    chosen = load_assignment(path, session.course())
    console = Console(stderr=True)
    keys = quiz_keys(chosen) if chosen.quiz else {}
    with grading(chosen.course) as grader, console.status("") as status:
        return make_bundle(
            chosen,
            folder,
            key_maker(grader),
            progress=lambda exercise: status.update(f"keys of hidden cases: {exercise}"),
            quiz_keys=keys,
        )


def _executor(
    bundle: Bundle, floor: Tier, workers: int | None, scheduler: str | None
) -> tuple[Desk, Callable[[], Executor], int]:
    """The desk, what opens an executor, and how many work at a time."""
    if scheduler:
        open_executor, number = cluster_executor(scheduler)
        return Desk.to_send(pack(bundle.path), floor), open_executor, workers or number
    number = workers or cores()
    return Desk.of(bundle, floor), lambda: open_pool(number), number


@click.command()
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option("--bundle", type=_FOLDER, required=True, help="The assignment's bundle.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--markdown", type=click.Path(path_type=Path), help="Feedback goes there too, added.")
@click.option("--metadata", type=click.Path(path_type=Path), help="Gradescope's, of the student.")
@click.option(
    "--isolation", type=click.Choice([tier.label for tier in Tier]), default=Tier.PROCESS.label
)
def autograde(
    submission: Path,
    bundle: Path,
    output: Path,
    markdown: Path | None,
    metadata: Path | None,
    isolation: str,
) -> None:
    """Grade one SUBMISSION (a file or folder) by a bundle, as platforms do.

    OUTPUT is results.json in Gradescope's schema, written anew after each exercise, so
    that something is there if the platform stops us.
    """
    opened, floor = open_bundle(bundle), Tier.named(isolation)
    owner = read_metadata(metadata) if metadata else Student()
    told = isolation_at(Desk.of(opened, floor))

    def write(work: ClassWork, ledger: Ledger) -> ClassResults:
        results = results_of(opened, work, ledger, names={owner.id: "results"}, isolation=told)
        language = results.languages[0]
        report = gradescope_report(results, results.students[0], language)
        write_whole(output, json.dumps(report, indent=1), errors="backslashreplace")
        return results

    with Reader(floor) as reader:
        files, _ = files_in(submission, reader)
        attempt = Attempt(owner.id, owner.name, files, submitted=owner.submitted)
        results = write(*grade_one(opened, attempt, floor, after_each=write, reader=reader))
    student = results.students[0]
    if markdown is not None:
        with naming(markdown), markdown.open("a", encoding="utf-8") as file:
            file.write(render_student_markdown(results, student, results.languages[0]))
    click.echo(f"{student.score:g} / {student.max_score:g}")
    if results.faults:
        sys.exit(EXIT_OUR_FAULT)


@contextlib.contextmanager
def _bar(session: Session, todo: int, total: int) -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left, on a terminal; without one, nothing."""
    errors = Console(stderr=True)
    bar = Progress(
        TextColumn(session.say("grading")),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=errors,
        disable=not errors.is_terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total, completed=total - todo, rate="")

        def advance(count: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, advance=count, rate=f"{speed:.0f}/s" if speed else "")

        yield advance


def _tell(
    session: Session, results: ClassResults, platform: str, written: Written, todo: int
) -> None:
    say, console = session.say, session.console
    students = results.students
    console.print(
        say(
            "{students} students ({platform}), {programs} programs graded now.",
            students=len(students),
            platform=platform,
            programs=todo,
        )
    )
    if students:
        mean = statistics.fmean(s.score for s in students)
        most = max(s.max_score for s in students)
        console.print(say("Mean score: {mean} of {most}.", mean=f"{mean:.2f}", most=f"{most:g}"))
    for fault in results.faults:
        told = say(
            "! {student}, {exercise}: not graded, through a fault of ours ({why}). Full points for "
            "now; the same command tries again.",
            student=fault.student,
            exercise=fault.exercise,
            why=fault.why,
        )
        console.print(Text(told, "red"))
    if asked := sum(len(student.questionable) for student in students):
        told = say.many(
            "! {n} program reaches for the grader: ask about it; the report has the lines.",
            "! {n} programs reach for the grader: ask about them; the report has the lines.",
            n=asked,
        )
        console.print(Text(told, "yellow"))
    for unread in results.unread[:20]:
        console.print(Text(f"! {unread.name}: {unread.why}", "yellow"))
    if len(results.unread) > 20:
        more = len(results.unread) - 20
        console.print(
            say.many(
                "… and {n} more file, listed in the report.",
                "… and {n} more files, listed in the report.",
                n=more,
            )
        )
    for line in _told_edited(say, written.kept, written.left):
        console.print(Text(line, "yellow"))
    for path in written.paths:
        console.print(Text(quoted(path), "dim"))
    if not students:
        console.print(Text(say("No submission was found."), "red"))
        sys.exit(EXIT_NOT_PASSED)
    if results.faults:
        sys.exit(EXIT_OUR_FAULT)
