"""``gradlings new-misconception``: which of these fits? Else a new one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from autograder.authoring import Candidate, add_misconception, take_over
from autograder.cli.session import Session
from autograder.content import Course, best_of
from autograder.errors import InputError
from autograder.facade.authoring import like
from autograder.facade.courses import open_course
from autograder.screens.prose import Prose

__all__ = ["new_misconception"]


@click.command("new-misconception")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--id", "name", metavar="ID", help="Write a new one with this id, without asking.")
@click.option("--take", metavar="ID", help="Take this one over from the course that is bundled.")
@click.pass_obj
def new_misconception(
    session: Session, words: Sequence[str], name: str | None, take: str | None
) -> None:
    """Name the idea behind a wrong program: one that is known already, or a new one.

    WORDS say what such learners believe. Misconceptions with the same words are shown, those of your
    course and those of the bundled one; if one of them fits, it is used, and its sentence with it.
    """
    course, console, title = (
        session.authored_course(may_be_empty=True),
        session.console,
        " ".join(words),
    )
    if name and take:
        raise InputError("give --id for a new one or --take for one that is there, not both")
    if not (name or take):
        candidates = like(title, course)
        _print_candidates(console, candidates, course)
        if not sys.stdin.isatty():
            console.print(
                Text("Write the one that fits behind --take, or an id of your own behind --id.")
            )
            return
        name, take = _chosen(candidates, console)
    if take and take in course.misconceptions:
        _tell(console, take, "is in misconceptions.yaml already")
    elif take:
        take_over(course, take, open_course())
        _tell(console, take, "is in misconceptions.yaml now; change its words as you like")
    elif name:
        add_misconception(course, name, title)
        _tell(console, name, "is in misconceptions.yaml now; write its sentence")


def _chosen(candidates: Sequence[Candidate], console: Console) -> tuple[str | None, str | None]:
    """The id of a new one, or that of a candidate, as typed."""
    question = "Which of these fits? Its number, or an id for a new one: "
    typed = console.input(
        question if candidates else "None has these words. An id for a new one: "
    ).strip()
    if typed.isdigit() and 1 <= int(typed) <= len(candidates):
        return None, candidates[int(typed) - 1].id
    if any(one.id == typed for one in candidates):
        return None, typed
    return typed or None, None


def _print_candidates(console: Console, candidates: Sequence[Candidate], course: Course) -> None:
    for number, one in enumerate(candidates, start=1):
        where = "" if one.own else "  (of the bundled course)"
        console.print(Text.assemble(f"{number}  ", (one.id, "bold"), (where, "dim")))
        for text in (one.misconception.title, one.misconception.sentence):
            language = best_of(text.root, course.languages[0]) or next(iter(text.root))
            console.print(Padding(Prose(text[language]), (0, 0, 0, 3)))


def _tell(console: Console, name: str, what: str) -> None:
    console.print(
        Text(f"{name} {what}. Its program: solutions/CHAPTER/EXERCISE/wrong/{name}.py"),
        soft_wrap=True,
    )
