"""Messages about a class: how far grading is, its results, and the files written."""

from __future__ import annotations

import contextlib
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.cli.session import Session
from autograder.facade.classes import GradedClass, Stage, Step
from autograder.feedback.not_read import why_not_read
from autograder.files import quoted
from autograder.grading.changes import Change
from autograder.grading.results import ClassResults, Status, UnreadAnswer
from autograder.languages import Words
from autograder.submissions import printable
from autograder.tables import number_of

if TYPE_CHECKING:
    from rich.progress import Progress

    from autograder.facade.assignments import Outputs

__all__ = ["bar", "print_class", "print_outputs"]

#: How many of the files that can't be read are named on the terminal; the report has all.
_MOST_UNREAD = 20
#: More questions are not named in one message.
_MOST_NAMED = 20
_MOST_WHYS = 8


@contextlib.contextmanager
def bar(session: Session) -> Iterator[Callable[[Step], None]]:
    """Give a function that shows each step of grading a class: a progress bar, on a terminal."""
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield lambda _: None
        return
    shown = _progress_on(errors)
    status = errors.status("")
    status.start()  # one of the two at a time, as rich has it

    def show(step: Step) -> None:
        if step.stage is Stage.KEYS:
            status.update(f"keys of hidden cases: {step.exercise}")
            return
        if not shown.tasks:
            status.stop()
            shown.start()
            shown.add_task(session.say("grading"), total=step.total, completed=step.done, rate="")
            return
        speed = shown.tasks[0].speed
        rate = f"{speed:.0f}/s" if speed else ""
        shown.update(shown.tasks[0].id, completed=step.done, rate=rate)

    try:
        yield show
    finally:
        status.stop()
        shown.stop()


def _progress_on(console: Console) -> Progress:
    from rich import progress  # noqa: PLC0415 - for terminals alone

    return progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeElapsedColumn(),
        progress.TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def print_class(session: Session, done: GradedClass) -> None:
    """Print the results of a class."""
    say, console = session.say, session.console
    _print_figures(console, say, done)
    _print_troubles(console, say, done.results)
    for line in _on_changes(say, done.changes):
        console.print(Text(line))
    for line in _on_written(say, done):
        console.print(Text(line, "yellow"))
    for line in _on_edited(say, done.written.kept, done.written.left):
        console.print(Text(line, "yellow"))
    for path in done.written.paths:
        console.print(Text(quoted(path), "dim"))
    if not done.results.students:
        console.print(Text(say("No submission was found."), "red"))


def _print_figures(console: Console, say: Words, done: GradedClass) -> None:
    students = done.results.students
    console.print(
        say(
            "{students} students ({platform}), {programs} programs graded now.",
            students=len(students),
            platform=", ".join(say(layout) for layout in done.results.platform.split(", ")),
            programs=done.graded,
        )
    )
    if students:
        mean = statistics.fmean(s.score for s in students)
        most = max(s.max_score for s in students)
        console.print(say("Mean score: {mean} of {most}.", mean=f"{mean:.2f}", most=f"{most:g}"))


def _print_troubles(console: Console, say: Words, results: ClassResults) -> None:
    """Print what the instructor should look at."""
    for fault in results.faults:
        message = say(
            "! {student}, {exercise}: not graded, through a fault of ours ({why}). Full points for "
            "now; the same command tries again.",
            student=fault.student,
            exercise=fault.exercise,
            why=fault.why,
        )
        console.print(Text(message, "red"))
    if asked := sum(len(student.questionable) for student in results.students):
        message = say.many(
            "! {n} program reaches for the grader: ask about it; the report has the lines.",
            "! {n} programs reach for the grader: ask about them; the report has the lines.",
            n=asked,
        )
        console.print(Text(message, "yellow"))
    for student in results.students:
        for answer in student.in_text:
            message = say(
                "! {student}, {exercise}: the answer stands in a cell of text, which is not run.",
                student=printable(student.id),
                exercise=answer.exercise,
            )
            console.print(Text(message, "yellow"))
    for line in _on_order(say, results):
        console.print(Text(line, "yellow"))
    for line in _on_reasons(say, results.unread_answers):
        console.print(Text(line, "yellow"))
    for unanswered in results.unread_answers[:_MOST_UNREAD]:
        console.print(Text(f"! {_on_unread_answer(say, unanswered)}", "yellow"))
    if len(results.unread_answers) > _MOST_UNREAD:
        more = len(results.unread_answers) - _MOST_UNREAD
        console.print(
            say.many(
                "… and {n} more answer without a verdict, listed in the report.",
                "… and {n} more answers without a verdict, listed in the report.",
                n=more,
            )
        )
    if results.unread:
        n = len(results.unread)
        console.print(
            Text(say.many("{n} file was not read:", "{n} files were not read:", n=n), "yellow")
        )
    for unread in results.unread[:_MOST_UNREAD]:
        why = why_not_read(unread.why, say)
        console.print(Text(f"! {unread.name}: {why}", "yellow"))
    if len(results.unread) > _MOST_UNREAD:
        more = len(results.unread) - _MOST_UNREAD
        console.print(
            say.many(
                "… and {n} more file, listed in the report.",
                "… and {n} more files, listed in the report.",
                n=more,
            )
        )


def _on_reasons(say: Words, unread: Sequence[UnreadAnswer]) -> Iterator[str]:
    """For each reason of several answers without a verdict: how many, to which questions, and why."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for one in unread:
        reasons[one.why(say)].append(one.asked)
    for why, asked in reasons.items():
        if len(asked) > 1:
            yield say(
                "! {n} answers have no verdict and count 0 ({why}). They are to: {questions}",
                n=len(asked),
                why=why,
                questions=_shortened(sorted(set(asked)), say),
            )


def _shortened(names: Sequence[str], say: Words) -> str:
    """The first of *names*, and how many more there are."""
    shown = ", ".join(names[:_MOST_NAMED])
    if len(names) <= _MOST_NAMED:
        return shown
    return say("{names} and {n} more", names=shown, n=len(names) - _MOST_NAMED)


def _on_unread_answer(say: Words, unread: UnreadAnswer) -> str:
    return say(
        "{student}, {question}: the answer “{given}” has no verdict and counts 0 ({why}).",
        student=printable(unread.student),
        question=unread.asked,
        given=unread.given,
        why=unread.why(say),
    )


def _on_changes(say: Words, changes: Sequence[Change]) -> Iterator[str]:
    """Say how many points changed since the last run, and why."""
    if not changes:
        return
    students = len({change.student for change in changes})
    yield say.many(
        "Since the last run the points of {n} student changed; changes.csv has the list:",
        "Since the last run the points of {n} students changed; changes.csv has the list:",
        n=students,
    )
    reasons = {(change.student, why) for change in changes for why in change.why.split(", ")}
    whys = Counter(why for _, why in sorted(reasons))
    for why, count in whys.most_common(_MOST_WHYS):
        yield f"  {count} × {say(why)}"


def _on_written(say: Words, done: GradedClass) -> Iterator[str]:
    """Say which written answers are to be graded, or to be looked at again, and where."""
    results = done.results
    for task, table in zip(results.written, done.tables, strict=True):
        own = [one for _, one in results.written_answers(task.id)]
        if waiting := sum(one.waits for one in own):
            yield say.many(
                "{exercise}: {n} answer is still to be graded by hand, and sums lack its points. Read "
                "{page}, fill in {table}, run the same command again.",
                "{exercise}: {n} answers are still to be graded by hand, and sums lack their points. "
                "Read {page}, fill in {table}, run the same command again.",
                exercise=task.id,
                n=waiting,
                page=quoted(table.with_suffix(".html")),
                table=quoted(table),
            )
        if numbers := [one.number for one in own if one.outdated]:
            yield say.many(
                "! {exercise}: {n} answer was handed in anew after it had been graded ({numbers}). Look "
                "at it again; then empty its cell in the column version of {table}.",
                "! {exercise}: {n} answers were handed in anew after they had been graded ({numbers}). "
                "Look at them again; then empty their cells in the column version of {table}.",
                exercise=task.id,
                n=len(numbers),
                numbers=", ".join(numbers[:_MOST_UNREAD]),
                table=quoted(table),
            )
    for stranger in results.strangers[:_MOST_UNREAD]:
        yield say(
            "! {place}: {id} is no longer in this class. The row is kept, and counts for nobody.",
            place=stranger.place,
            id=stranger.id,
        )


def _on_order(say: Words, results: ClassResults) -> Iterator[str]:
    """Say what is not certain about who handed in what, and when."""
    for layout in results.guessed:
        yield say(
            "! How the files are named was guessed: {layout}. If that is wrong, give --names.",
            layout=say(layout),
        )
    for doubt in results.doubts:
        if doubt.downloads:
            yield say(
                "! {who}: different hand-ins of this name are in {downloads}. Nothing tells whether they "
                "are one student's, so each has a row of its own; give a --roster with that id, or "
                "whose sections are named as the downloads are.",
                who=doubt.who,
                downloads=", ".join(doubt.downloads),
            )
            continue
        yield say(
            "! {who}: it can't be told who of the roster this is ({people}). It has a row of its "
            "own; name the id in the roster.",
            who=doubt.who,
            people=", ".join(doubt.could_be),
        )
    if strangers := sum(student.stranger for student in results.students):
        yield say.many(
            "! {n} hand-in is by somebody who is not on the roster.",
            "! {n} hand-ins are by people who are not on the roster.",
            n=strangers,
        )
    if absent := sum(student.status is Status.ABSENT for student in results.students):
        yield say.many(
            "{n} student has handed in nothing.", "{n} students have handed in nothing.", n=absent
        )
    if results.reported:
        yield say.many(
            "! {n} hand-in is late as the platform says, which gives no time: it counts as one day.",
            "! {n} hand-ins are late as the platform says, which gives no time: they count as one "
            "day.",
            n=results.reported,
        )
    if results.untimed:
        yield say.many(
            "! Of {n} hand-in no time is known, so it can't be judged whether it was late.",
            "! Of {n} hand-ins no time is known, so it can't be judged whether they were late.",
            n=results.untimed,
        )


def print_outputs(session: Session, made: Outputs) -> None:
    """Print the outputs of an assignment, and which edited files were kept or left."""
    table = Table(box=None, pad_edge=False, show_header=False)
    edited: list[str] = []
    for one in made.outputs:
        result = Text(quoted(one.path)) if one.path else Text(f"left out: {one.why}", "yellow")
        table.add_row(Text(one.name, "bold"), result)
        edited += _on_edited(session.say, one.kept, one.left)
    bundle = f"{quoted(made.bundle.path)}  (for you alone)"
    table.add_row(Text("bundle", "bold"), Text(bundle))
    session.console.print(table)
    if made.overdue:
        message = session.say("! The due date has passed already; is that meant?")
        session.console.print(Text(message, "yellow"))
    for exercise, own, points in made.rescaled:
        message = session.say(
            "{exercise}: {own} points become {points}; the assignment says what all are worth together.",
            exercise=exercise, own=number_of(own), points=number_of(points),
        )  # fmt: skip
        session.console.print(Text(message))
    for line in edited:
        session.console.print(Text(line, "yellow"))


def _on_edited(say: Words, kept: Sequence[tuple[str, Path]], left: Sequence[Path]) -> Iterator[str]:
    """Say what was done with files in an output folder that were not as we had written them."""
    for name, path in kept:
        yield say("{name} was not as we had written it; that version is kept: {path}",
                  name=quoted(name), path=quoted(path))  # fmt: skip
    for path in left:
        yield say("{path} is not needed any more, but it was edited, so it has been left there.",
                  path=quoted(path))  # fmt: skip
