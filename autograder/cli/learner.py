"""Commands for learners that run nothing: a working copy, hints, explanations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from autograder.cli.session import Session
from autograder.cli.tags import LANGUAGE
from autograder.content import Course, Exercise, Language
from autograder.errors import InputError
from autograder.facade.courses import open_course
from autograder.feedback.explanations import error_in
from autograder.feedback.placement import aside_sentence, nothing_left
from autograder.files import quoted
from autograder.languages import Words, mark, words_in
from autograder.screens.exercises import render_list
from autograder.screens.links import linked
from autograder.screens.prose import Prose, unwrapped
from autograder.screens.signs import ascii_only
from autograder.workspace import Update, UpdateKind, Workspace
from autograder.workspace.order import aside_in, first_open

__all__ = ["explain", "hint", "init", "list_", "reset", "update"]


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--lang", type=LANGUAGE, help="Language of statements and feedback.")
@click.option(
    "--course",
    "source",
    metavar="FOLDER|ARCHIVE|https://…",
    help="A course that somebody shares: its folder, a zip of it, or the address of one.",
)
@click.option("--yes", "-y", "sure", is_flag=True, help="Take that course without being asked.")
@click.pass_obj
def init(
    session: Session, directory: Path, lang: Language | None, source: str | None, sure: bool
) -> None:
    """Make a working copy in DIRECTORY (here, unless given). Never overwrites a file."""
    if source is not None:
        _init_shared(session, directory, lang, source, sure=sure)
        return
    course, bundled = open_course(session.course_path), session.course_path is None
    language = course.language(lang or session.language)
    workspace, updates = Workspace.create(directory, course, language, bundled=bundled)
    if lang and workspace.language != language:
        raise InputError(
            f"{directory} is a working copy in {workspace.language!r} already; "
            f"to change its language: gradlings update --lang {lang}"
        )
    _tell_made(session.console, words_in(language), directory, updates)


def _init_shared(
    session: Session, directory: Path, lang: Language | None, source: str, *, sure: bool
) -> None:
    """Make a working copy of a course that somebody shares."""
    from autograder.cli.sharing import agreed_course  # noqa: PLC0415 - most commands take no course

    if (directory / ".gradlings" / "workspace.json").exists():
        raise InputError(
            session.say(
                "{folder} is a working copy already; choose another folder, or bring its course up "
                "to date with: gradlings update",
                folder=quoted(directory),
            )
        )
    shared = agreed_course(source, session.console, session.say, sure=sure)
    language = session.language_of(shared.sheet.languages, lang)
    workspace = Workspace.create_shared(directory, shared, language)
    updates = list(workspace.update(open_course(workspace.course_path)))
    _tell_made(session.console, words_in(language), directory, updates)


def _tell_made(console: Console, say: Words, directory: Path, updates: Sequence[Update]) -> None:
    written = sum(update.kind is UpdateKind.WRITTEN for update in updates)
    kept = len(updates) - written
    folder = quoted(directory.resolve() if directory == Path() else directory)
    message = say.many(
        "{n} exercise written to {folder}.",
        "{n} exercises written to {folder}.",
        n=written,
        folder=folder,
    )
    console.print(Text(message), soft_wrap=True)
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
    # Not broken by us: a line that the terminal wraps can still be copied.
    console.print(Text(say("Go on with: {command}", command=command)), soft_wrap=True)


@click.command()
@click.option("--lang", type=LANGUAGE, help="Change the language as well.")
@click.option("--yes", "-y", "sure", is_flag=True, help="Take a new version without being asked.")
@click.pass_obj
def update(session: Session, lang: Language | None, sure: bool) -> None:
    """Bring the working copy to the course's version, keeping what you wrote.

    A course that came from an archive or an address is fetched from there again.
    """
    workspace = session.need_workspace()
    if workspace.origin is not None and session.course_path is None:
        from autograder.cli.sharing import take_new_version  # noqa: PLC0415 - few are shared

        take_new_version(workspace, session.console, session.say, sure=sure)
    course = session.course()
    if lang:
        workspace.use_language(course.language(lang))
    say = words_in(workspace.language) if lang else session.say
    _tell_updated(session.console, say, workspace.update(course))


def _tell_updated(console: Console, say: Words, updates: Iterable[Update]) -> None:
    """Print *updates* as they are made, so that those before a full disk are printed, too."""
    changed = False
    for change in updates:
        if change.kind not in _QUIET_UPDATES:
            console.print(_update_line(change, say))
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


def _update_line(change: Update, say: Words) -> Text:
    beside = change.beside or change.path
    sentence = say(_UPDATE_WORDS[change.kind], id=change.exercise, beside=beside.name)
    return linked(sentence, beside, shown=Path(beside.name))


@click.command("list")
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
    if aside := aside_in(course, progress):
        console.print(Text(aside_sentence(aside, session.say), "dim"))


@click.command()
@click.argument("exercise_id", metavar="[EXERCISE]", required=False)
@click.option("--level", type=click.IntRange(1, 3), help="A nudge, the concept, the line.")
@click.pass_obj
def hint(session: Session, exercise_id: str | None, level: int | None) -> None:
    """Show the next of three hints for EXERCISE (the current one, unless given)."""
    workspace, course = session.workspace(), session.course()
    exercise = _exercise_or_current(session, course, exercise_id)
    number = _noted_hint(workspace, exercise, level)
    console, hints = session.console, exercise.sheet.hints
    head = session.say("Hint {n} of {count}:", n=number, count=len(hints))
    console.print(Text.assemble((exercise.id, "bold"), "  ", head))
    console.print(Prose(unwrapped(hints[number - 1][session.language])))
    if workspace is not None:
        session.tell_unsaved(workspace.progress_file)


def _noted_hint(workspace: Workspace | None, exercise: Exercise, level: int | None) -> int:
    """Return the number of the hint to show, 1 to 3, and note it if there is a working copy."""
    if workspace is None:
        return level or 1
    file = workspace.progress_file
    number = level or file.load().next_hint(exercise.id, len(exercise.sheet.hints))
    file.note(lambda progress: progress.give_hint(exercise.id, number))
    return number


def _exercise_or_current(session: Session, course: Course, exercise_id: str | None) -> Exercise:
    if exercise_id is not None:
        return course.exercise(exercise_id)
    progress = session.need_workspace().progress_file.load()
    current = first_open(course, progress)
    if current is None:
        raise InputError(nothing_left(course, progress, session.say))
    return current


@click.command()
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
        sentence = say("What you wrote is kept in {path}.", path=quoted(shown))
        console.print(linked(sentence, backup, shown=shown))
    session.tell_unsaved(workspace.progress_file)


@click.command()
@click.argument("what", nargs=-1, metavar="[ERROR TEXT | MISCONCEPTION]")
@click.pass_obj
def explain(session: Session, what: Sequence[str]) -> None:
    """Say what an error message usually means here; without text, the last one you met."""
    course, console, text = session.course(), session.console, " ".join(what)
    if misconception := course.misconceptions.get(text):
        console.print(Prose(misconception.title[session.language], "bold"))
        console.print(Prose(misconception.sentence[session.language]))
    elif met := error_in(text) if text else _last_error(session):
        _explain_error(session, course, *met)
    else:
        console.print(session.say("No check has met an error yet."))


def _last_error(session: Session) -> tuple[str, str] | None:
    """Return type and message of the last error in a check, and print it, since nobody typed it."""
    last = session.need_workspace().progress_file.load().last_error
    if last is None:
        return None
    message = f"{last.exercise}: {last.type_name}: {last.message}"
    session.console.print(Text(message, "red"))
    return last.type_name, last.message


def _explain_error(session: Session, course: Course, type_name: str, message: str) -> None:
    console, say, language = session.console, session.say, session.language
    found = course.explain(type_name, message)
    if found is None:
        raise InputError(
            say("No explanation is known for this message. Search for it without numbers.")
        )
    console.print(Prose(found[1].means[language]))
    for name in found[1].misconceptions:
        misconception = course.misconceptions[name]
        console.print(Prose(f"• {misconception.title[language]}", "bold"))
        console.print(Padding(Prose(misconception.sentence[language]), (0, 0, 0, 2)))
