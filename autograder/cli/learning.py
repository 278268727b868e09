"""Commands for learners and authors of exercises."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import track
from rich.table import Table
from rich.text import Text

from autograder import __version__
from autograder.assignments import question_of
from autograder.authoring import (
    LintReport,
    create_exercise,
    is_current,
    lint_course,
    lint_exercise,
    load_programs,
    make_key,
    write_key_file,
)
from autograder.authoring.many import lint_exercises
from autograder.authoring.quizzes import (
    PUBLIC_VARIANTS,
    ItemReport,
    bank_is_current,
    bank_text,
    lint_bank,
    solver_for,
    write_bank_file,
)
from autograder.authoring.snippets import SnippetRunner
from autograder.cli.session import (
    EXIT_NOT_PASSED,
    EXIT_OUR_FAULT,
    EXIT_PASSED,
    Group,
    Session,
    Wrong,
    echo_json,
    grading,
)
from autograder.content import (
    LANGUAGES,
    Course,
    Exercise,
    Language,
    bundled_course_path,
    load_course,
    nearest,
)
from autograder.doctor import State, examine
from autograder.feedback import ExerciseFeedback, feedback_on, json_report
from autograder.files import as_on_disk, quoted, same_name
from autograder.grading import Grader
from autograder.grading.pool import cores
from autograder.judging import Outcome, Verdict, broken_verdict
from autograder.languages import Words, mark, words_in
from autograder.sandbox import Isolation, SandboxError, Tier
from autograder.screens.exercises import render_list
from autograder.screens.feedback import render_feedback, render_summary
from autograder.screens.prose import Prose, unwrapped
from autograder.screens.signs import ascii_only
from autograder.submissions import (
    SubmissionError,
    defined_functions,
    find_programs,
    read_bytes,
    read_submission,
)
from autograder.watch import Watch, first_open
from autograder.workspace import (
    NoWorkspaceError,
    Progress,
    Update,
    UpdateKind,
    Workspace,
)

__all__ = ["cli"]


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all passed, 1 some not, 2 wrong usage, 3 our fault.",
)
@click.version_option(__version__, "-V", "--version", prog_name="gradlings")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of feedback; else that of the working copy (or GRADLINGS_LANG).",
)
@click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another course: a folder like exercises/.",
)
@click.pass_context
def cli(ctx: click.Context, lang: Language | None, course: Path | None) -> None:
    """Learn PyTorch's autograd by fixing small programs.

    Start with `gradlings init`. Then `gradlings` alone watches your files and
    answers every time you save one.
    """
    session = ctx.obj = Session(course, lang)
    if ctx.invoked_subcommand is None:
        _watch_or_check(session)


def _watch_or_check(session: Session) -> None:
    workspace = session.workspace()
    if workspace is None:
        raise Wrong(session.say("This is no working copy. Make one with: gradlings init"))
    course, console = session.course(), session.console
    with grading(course) as grader:
        if sys.stdin.isatty() and console.is_terminal:
            Watch(workspace, course, grader, console, session.say).run()
            return
        current = first_open(course, workspace.progress_file.load())
        if current is None:
            console.print(session.say("You have passed every exercise. Well done!"))
            return
        source = read_submission(workspace.path_of(current))
        feedbacks = _check_all(session, grader, [(source, current)], workspace)
    _finish(session, feedbacks, workspace)


@cli.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of statements and feedback.")
@click.pass_obj
def init(session: Session, directory: Path, lang: Language | None) -> None:
    """Make a working copy in DIRECTORY (here, unless given). Never overwrites a file."""
    language = lang or session.language
    say, console = words_in(language), session.console
    course = load_course(session.course_path or bundled_course_path())
    bundled = session.course_path is None
    workspace, updates = Workspace.create(directory, course, language, bundled=bundled)
    if lang and workspace.language != lang:
        raise Wrong(
            f"{directory} is a working copy in {workspace.language!r} already; "
            f"to change its language: gradlings update --lang {lang}"
        )
    written = sum(update.kind is UpdateKind.WRITTEN for update in updates)
    kept = len(updates) - written
    folder = quoted(directory.resolve() if directory == Path() else directory)
    told = say.many(
        "{n} exercise written to {folder}.",
        "{n} exercises written to {folder}.",
        n=written,
        folder=folder,
    )
    console.print(Text(told), soft_wrap=True)
    if kept:
        console.print(
            say.many(
                "{n} file was there already and stays as it is.",
                "{n} files were there already and stay as they are.",
                n=kept,
            )
        )
    enter = "" if directory == Path() else f"cd {quoted(directory)} && "
    command = f"{enter}gradlings"
    # A line that the terminal wraps can still be copied; one that we break can't.
    console.print(Text(say("Go on with: {command}", command=command)), soft_wrap=True)


@cli.command()
@click.option("--lang", type=click.Choice(LANGUAGES), help="Change the language as well.")
@click.pass_obj
def update(session: Session, lang: Language | None) -> None:
    """Bring the working copy to the course's version, keeping what you wrote."""
    workspace, console = session.need_workspace(), session.console
    course = session.course()
    if lang:
        workspace.use_language(lang)
    say = words_in(lang) if lang else session.say
    changed = False
    # As they come: what was done is told also where the disk ends what is to do.
    for change in workspace.update(course):
        if change.kind not in _QUIET_UPDATES:
            console.print(Text(_update_line(change, say)))
            changed = True
    if not changed:
        console.print(say("Everything is up to date."))


_QUIET_UPDATES = (UpdateKind.UNCHANGED, UpdateKind.KEPT)
_UPDATE_WORDS = {
    UpdateKind.WRITTEN: mark("{id}: new"),
    UpdateKind.REPLACED: mark("{id}: replaced, you had not touched it"),
    UpdateKind.MERGED: mark("{id}: merged, your edits are in it"),
    UpdateKind.CONFLICT: mark("{id}: yours stays; the new version is in {beside}"),
}


def _update_line(change: Update, say: Words) -> str:
    beside = change.beside.name if change.beside else ""
    return say(_UPDATE_WORDS[change.kind], id=change.exercise, beside=beside)


@cli.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this file, wherever it is, leaving your working copy alone.",
)
@click.option("--exercise", "exercise_id", help="The exercise that --submission answers.")
@click.option(
    "--isolation",
    type=click.Choice([tier.label for tier in Tier]),
    help="Refuse to run anything with less isolation; gradlings doctor tells what there is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.pass_obj
def check(
    session: Session,
    targets: Sequence[str],
    submission: Path | None,
    exercise_id: str | None,
    isolation: str | None,
    as_json: bool,
) -> None:
    """Check TARGETs: exercise ids, files, notebooks; all exercises if none is given."""
    course = session.course()
    if submission is not None:
        if targets or exercise_id is None:
            raise click.UsageError("--submission goes with --exercise ID and without TARGETs.")
        work = [(read_submission(submission), course.exercise(exercise_id))]
        workspace = None
    else:
        if exercise_id is not None:
            raise click.UsageError("--exercise goes with --submission FILE.")
        workspace = session.workspace()
        work = [pair for target in targets for pair in _found(target, course, workspace)]
        if not targets:
            workspace = session.need_workspace()
            work = [(read_submission(workspace.path_of(e)), e) for e in course.exercises]
    with grading(course, Tier.named(isolation) if isolation else Tier.PROCESS) as grader:
        feedbacks = _check_all(session, grader, work, workspace, quiet=as_json)
        held = grader.runner.isolation if isolation else None
    _finish(session, feedbacks, workspace, as_json=as_json, isolation=held)


def _found(
    target: str, course: Course, workspace: Workspace | None
) -> Iterator[tuple[str, Exercise]]:
    """What *target* names: an exercise of the working copy, or the exercises that a file answers."""
    path = as_on_disk(Path(target))
    if path.suffix not in (".py", ".ipynb"):
        exercise = course.exercise(target)
        if workspace is None:
            raise NoWorkspaceError(
                f"{target!r} is an exercise, but this is no working copy; "
                f"make one with gradlings init, or use --submission FILE --exercise {target}"
            )
        yield read_submission(workspace.path_of(exercise)), exercise
        return
    if path.suffix == ".ipynb":
        # Each exercise's cells, as every other door finds them.
        questions = [question_of(exercise) for exercise in course.exercises]
        programs = find_programs([(path.name, read_bytes(path))], questions)
        if programs.unread:
            raise SubmissionError(programs.unread[0][1])
        if not programs.by_exercise:
            raise SubmissionError("{name} defines no function of an exercise", name=target)
        for name, program in programs.by_exercise.items():
            yield program, course.exercise(name)
        return
    source = read_submission(path)
    by_name = [exercise for exercise in course.exercises if exercise.id == same_name(path.stem)]
    functions = defined_functions(source)
    answered = by_name or [e for e in course.exercises if e.function in functions]
    if not answered:
        raise SubmissionError(
            "{name} defines no function of an exercise; "
            "say which it answers with --submission FILE --exercise ID",
            name=target,
        )
    for exercise in answered:
        yield source, exercise


def _check_all(
    session: Session,
    grader: Grader,
    work: Sequence[tuple[str, Exercise]],
    workspace: Workspace | None,
    *,
    quiet: bool = False,
) -> list[ExerciseFeedback]:
    """Grade *work* and note it in the progress file; a bar shows where we are if it takes long."""
    errors = Console(stderr=True)
    hide = quiet or len(work) < 3 or not errors.is_terminal
    feedbacks = []
    for source, exercise in track(
        work, session.say("checking"), console=errors, disable=hide, transient=True
    ):
        verdict = _graded(grader, source, exercise)
        if workspace is not None:
            workspace.progress_file.note(partial(Progress.record, verdict=verdict))
        feedbacks.append(feedback_on(verdict, exercise, grader.course, session.say))
    return feedbacks


def _graded(grader: Grader, source: str, exercise: Exercise) -> Verdict:
    """The verdict on *source*; what our own side fails on costs nothing, and the rest goes on."""
    try:
        return grader.grade(source, exercise)
    except SandboxError as error:
        # Where no server can be started at all, this says so.
        _ = grader.runner.isolation
        return broken_verdict(exercise.id, grader.rubric(exercise), str(error))


def _finish(
    session: Session,
    feedbacks: Sequence[ExerciseFeedback],
    workspace: Workspace | None,
    *,
    as_json: bool = False,
    isolation: Isolation | None = None,
) -> NoReturn:
    """Print *feedbacks* and leave with the exit code that they deserve."""
    say, console = session.say, session.console
    if as_json:
        echo_json(json_report(feedbacks, isolation))
    else:
        plain = ascii_only(console)
        # Of a whole course only what failed is told in full, and that once it is few.
        told = [f for f in feedbacks if f.verdict.outcome is not Outcome.PASSED]
        for feedback in feedbacks if len(feedbacks) == 1 else told[:3]:
            console.print(render_feedback(feedback, say, ascii_only=plain))
            console.print()
        if len(feedbacks) > 1:
            console.print(render_summary(feedbacks, say, ascii_only=plain))
        if isolation is not None:
            console.print(Text(say("isolation: {told}", told=isolation.told()), "dim"))
    if workspace is not None:
        session.tell_unsaved(workspace.progress_file)
    outcomes = {feedback.verdict.outcome for feedback in feedbacks}
    if Outcome.BROKEN in outcomes:
        sys.exit(EXIT_OUR_FAULT)
    sys.exit(EXIT_PASSED if outcomes <= {Outcome.PASSED} else EXIT_NOT_PASSED)


@cli.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the exercises, with a tick for each that you have passed."""
    workspace, course = session.need_workspace(), session.course()
    progress = workspace.progress_file.load()
    console = session.console
    current = first_open(course, progress)
    console.print(
        render_list(course, progress, session.say, current=current, ascii_only=ascii_only(console))
    )


@cli.command()
@click.argument("exercise_id", metavar="[EXERCISE]", required=False)
@click.option("--level", type=click.IntRange(1, 3), help="A nudge, the concept, the line.")
@click.pass_obj
def hint(session: Session, exercise_id: str | None, level: int | None) -> None:
    """Show the next of three hints for EXERCISE (the current one, unless given)."""
    workspace, course = session.workspace(), session.course()
    exercise = _exercise_or_current(session, course, exercise_id)
    number = level or 1
    if workspace is not None:
        file = workspace.progress_file
        number = level or file.load().next_hint(exercise.id, len(exercise.sheet.hints))
        file.note(lambda progress: progress.give_hint(exercise.id, number))
    console, say = session.console, session.say
    head = say("Hint {n} of {count}:", n=number, count=len(exercise.sheet.hints))
    console.print(Text.assemble((exercise.id, "bold"), "  ", head))
    console.print(Prose(unwrapped(exercise.sheet.hints[number - 1][session.language])))
    if workspace is not None:
        session.tell_unsaved(workspace.progress_file)


@cli.command()
@click.argument("exercise_id", metavar="EXERCISE")
@click.pass_obj
def reset(session: Session, exercise_id: str) -> None:
    """Put EXERCISE's stub back; what you wrote is kept as a backup."""
    workspace, course = session.need_workspace(), session.course()
    exercise = course.exercise(exercise_id)
    backup = workspace.reset(exercise)
    say, console = session.say, session.console
    console.print(say("The stub of {id} is back.", id=exercise.id))
    if backup is not None:
        shown = backup.relative_to(workspace.root)
        console.print(Text(say("What you wrote is kept in {path}.", path=quoted(shown))))
    session.tell_unsaved(workspace.progress_file)


@cli.command()
@click.argument("what", nargs=-1, metavar="[ERROR TEXT | MISCONCEPTION]")
@click.pass_obj
def explain(session: Session, what: Sequence[str]) -> None:
    """Say what an error message usually means here; without text, the last one you met."""
    course, console, say = session.course(), session.console, session.say
    text = " ".join(what)
    if text in course.misconceptions:
        misconception = course.misconceptions[text]
        console.print(Prose(misconception.title[session.language], "bold"))
        console.print(Prose(misconception.sentence[session.language]))
        return
    type_name = ""
    if not text:
        workspace = session.need_workspace()
        last = workspace.progress_file.load().last_error
        if last is None:
            console.print(say("No check has met an error yet."))
            return
        type_name, text = last.type_name, last.message
        console.print(Text(f"{last.exercise}: {type_name}: {text}", "red"))
    elif ": " in text and text.partition(": ")[0].isidentifier():
        type_name, _, text = text.partition(": ")
    found = course.explain(type_name, text)
    if found is None:
        raise Wrong(say("No explanation is known for this message. Search for it without numbers."))
    console.print(Prose(found[1].means[session.language]))
    for name in found[1].misconceptions:
        misconception = course.misconceptions[name]
        console.print(Prose(f"• {misconception.title[session.language]}", "bold"))
        sentence = Prose(misconception.sentence[session.language])
        console.print(Padding(sentence, (0, 0, 0, 2)))


def _exercise_or_current(session: Session, course: Course, exercise_id: str | None) -> Exercise:
    if exercise_id is not None:
        return course.exercise(exercise_id)
    current = first_open(course, session.need_workspace().progress_file.load())
    if current is None:
        raise Wrong(session.say("You have passed every exercise. Well done!"))
    return current


@cli.command()
@click.pass_obj
def doctor(session: Session) -> None:
    """Tell what this machine gives: versions, sandbox, speed, and what is missing."""
    console = session.console
    findings = examine(session.course_path or bundled_course_path())
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        sign = Text(finding.state.value, _DOCTORS_STYLES[finding.state])
        table.add_row(
            sign, Text(session.say(finding.what), "bold"), Text(finding.said(session.say))
        )
        if finding.mend:
            table.add_row("", "", Text(f"→ {finding.mend}", "bold"))
    console.print(table)
    if any(finding.state is State.BAD for finding in findings):
        sys.exit(EXIT_NOT_PASSED)


_DOCTORS_STYLES = {State.GOOD: "green", State.LACKING: "yellow", State.BAD: "red"}


@cli.command()
@click.argument("exercise_id", metavar="CHAPTER/EXERCISE")
@click.option("--after", metavar="EXERCISE", help="Its place in the chapter; last, if not given.")
@click.pass_obj
def new(session: Session, exercise_id: str, after: str | None) -> None:
    """Start a new exercise: the files to fill in, in exercises/ and solutions/."""
    path = session.course_path or bundled_course_path()
    written = create_exercise(load_course(path), exercise_id, after=after)
    console = session.console
    for file in written:
        console.print(Text(f"wrote {quoted(file)}"))
    name = exercise_id.rpartition("/")[2]
    console.print(Text(f"Fill them in, then: gradlings lock {name} && gradlings lint {name}"))


_QUIZ = "/quiz"


def _chosen(course: Course, ids: Sequence[str]) -> tuple[list[Exercise], list[str]]:
    """The exercises, and the chapters whose items (``CHAPTER/quiz``), that *ids* name; else all."""
    if not ids:
        return list(course.exercises), list(course.banks)
    chapters = [name.removesuffix(_QUIZ) for name in ids if name.endswith(_QUIZ)]
    for chapter in chapters:
        if chapter not in course.banks:
            raise Wrong(f"{chapter} has no quiz.yaml.{nearest(chapter, course.banks)}")
    return [course.exercise(name) for name in ids if not name.endswith(_QUIZ)], chapters


@cli.command()
@click.argument("exercise_ids", nargs=-1, metavar="[EXERCISE | CHAPTER/quiz]...")
@click.option("--table", is_flag=True, help="Show each wrong program and what it is named.")
@click.option(
    "--variants",
    type=click.IntRange(1, 10_000),
    default=PUBLIC_VARIANTS,
    show_default=True,
    help="How many variants of each quiz item with parameters are tried.",
)
@click.pass_obj
def lint(session: Session, exercise_ids: Sequence[str], table: bool, variants: int) -> None:
    """Prove exercises: the reference passes, the stub fails, every mistake is named, …

    And quiz items: every key is computed anew, no two answers are equal, no distractor is right.
    """
    course, console = session.course(), session.console
    exercises, chapters = _chosen(course, exercise_ids)
    with SnippetRunner() as runner:
        solver = solver_for(course, runner)
        items = [r for c in chapters for r in lint_bank(course, c, solver, variants=variants)]
        stale = [
            f"{c}/quiz.key.json is not what the items say now; run: gradlings lock {c}{_QUIZ}"
            for c in chapters
            if not any(report.complaints for report in items if report.chapter == c)
            and not bank_is_current(course, c, bank_text(course, c, solver))
        ]
    jobs = min(cores(), len(exercises))
    with contextlib.ExitStack() as stack:
        if jobs > 1:
            found = lint_exercises(course.path, [exercise.id for exercise in exercises], jobs)
        else:
            grader = stack.enter_context(grading(course))
            found = (lint_exercise(grader, exercise) for exercise in exercises)
        bar = track(
            found,
            "lint",
            total=len(exercises),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        reports = list(bar)
    if table and reports:
        console.print(_lint_table(reports))
    if table and items:
        console.print(_items_table(items))
    complaints: list[object] = [complaint for report in reports for complaint in report.complaints]
    complaints += [f"{r.chapter}/quiz.yaml: {r.item}\n  {c}" for r in items for c in r.complaints]
    complaints += stale
    complaints += [] if exercise_ids else lint_course(course)
    for complaint in complaints:
        console.print(Text(str(complaint)))
    wrong = sum(len(report.programs) for report in reports)
    console.print(
        f"{len(reports)} exercises, {sum(r.right for r in reports)} right variants, "
        f"{wrong} wrong programs, {len(items)} quiz items: {len(complaints)} complaints"
    )
    sys.exit(EXIT_NOT_PASSED if complaints else EXIT_PASSED)


def _lint_table(reports: Sequence[LintReport]) -> Table:
    table = Table("exercise", "wrong program", "outcome", "named", box=None, pad_edge=False)
    for report in reports:
        for result in report.programs:
            named = ", ".join(result.named) or ", ".join(f"advice: {a}" for a in result.advice)
            table.add_row(report.exercise, result.program, result.outcome.value, named)
    return table


def _items_table(items: Sequence[ItemReport]) -> Table:
    columns = ("item", "kind", "key", "wrong answers", "variants", "misconceptions")
    table = Table(*columns, box=None, pad_edge=False)
    for item in items:
        variants = f"{item.different} of {item.variants}" if item.variants > 1 else "1"
        row = (item.item, item.kind, item.key, str(item.answers), variants)
        table.add_row(*row, ", ".join(item.misconceptions))
    return table


@cli.command()
@click.argument("exercise_ids", nargs=-1, metavar="[EXERCISE | CHAPTER/quiz]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if a key is stale.")
@click.pass_obj
def lock(session: Session, exercise_ids: Sequence[str], only_check: bool) -> None:
    """Run the solutions and write what they show: key.json of exercises, quiz.key.json of items."""
    course, console = session.course(), session.console
    exercises, chapters = _chosen(course, exercise_ids)
    stale = 0
    with SnippetRunner() as runner:
        for chapter in chapters:
            text = bank_text(course, chapter, solver_for(course, runner))
            name = f"{chapter}{_QUIZ}"
            if only_check:
                if not bank_is_current(course, chapter, text):
                    stale += 1
                    console.print(Text(f"{name}: stale; run: gradlings lock {name}"))
            else:
                written = write_bank_file(course, chapter, text)
                console.print(Text(f"{name}: {'written' if written else 'current'}"))
    with grading(course) as grader:
        for exercise in exercises:
            key = make_key(grader, exercise, load_programs(course, exercise))
            if only_check:
                if not is_current(grader, exercise, key):
                    stale += 1
                    console.print(Text(f"{exercise.id}: stale; run: gradlings lock {exercise.id}"))
            elif write_key_file(grader, exercise, key):
                console.print(Text(f"{exercise.id}: written"))
            else:
                console.print(Text(f"{exercise.id}: current"))
    if only_check and not stale:
        console.print("All keys are current.")
    sys.exit(EXIT_NOT_PASSED if stale else EXIT_PASSED)
