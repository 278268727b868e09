"""The command line in the learner's language: click's own words, and the help of our commands."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from weakref import WeakKeyDictionary

import click

from autograder.cli.later import loaded
from autograder.languages import DOMAIN, LOCALE, Words

__all__ = ["CLICK_SENTENCES", "help_sentences", "speak"]

#: What click says to whoever runs a command; a pair is said of one and of many.
CLICK_SENTENCES: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "%(prog)s, version %(version)s",
    "default: {default}",
    "required",
    "Error: {message}",
    "Aborted!",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "No such option: {name}",  # click 8.1
    "Option {name!r} does not take a value.",
    "Could not open file {filename!r}: {message}",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "file",
    "directory",
    "path",
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)

#: The help of commands and options as it stands in the code, by what it belongs to.
_ENGLISH: WeakKeyDictionary[object, Mapping[str, str]] = WeakKeyDictionary()
_HELP = ("help", "short_help", "epilog")


def speak(command: click.Command, say: Words) -> None:
    """
    Let click, *command* and all its subcommands speak the language of *say* from now on; one that
    is imported later has to be told again.

    Changes the help texts in place, and the language that gettext has for the whole process:
    click asks it for each of its words.
    """
    os.environ["LANGUAGE"] = say.language
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    for holder in _holders(command):
        for name, english in _english(holder).items():
            setattr(holder, name, "\n\n".join(say(part) for part in _paragraphs(english)))


def help_sentences(command: click.Command) -> set[str]:
    """Return the help of *command* and all its subcommands in English, paragraph by paragraph."""
    texts = (text for holder in _holders(command, load=True) for text in _english(holder).values())
    return {part for text in texts for part in _paragraphs(text)}


def _holders(
    command: click.Command, *, load: bool = False
) -> Iterator[click.Command | click.Parameter]:
    """What has help: *command*, its options, and those of its subcommands, imported if *load*."""
    yield command
    yield from command.params
    # Click makes --help when it is first asked for, in the language of that moment, and keeps it.
    asked = command.get_help_option(click.Context(command, **command.context_settings))
    if asked is not None:
        _ENGLISH.setdefault(asked, {"help": "Show this message and exit."})
        yield asked
    if isinstance(command, click.Group):
        for subcommand in command.commands.values():
            yield from _holders(loaded(subcommand) if load else subcommand, load=load)


def _english(holder: object) -> Mapping[str, str]:
    if holder not in _ENGLISH:
        texts = {name: getattr(holder, name, None) for name in _HELP}
        _ENGLISH[holder] = {name: text for name, text in texts.items() if text}
    return _ENGLISH[holder]


def _paragraphs(text: str) -> list[str]:
    """*text*, whose lines are broken as its docstring's are, as paragraphs of one line each."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", cleandoc(text)) if part.strip()]
