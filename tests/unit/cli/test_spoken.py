"""The command line in the learner's language: click's own words, help, errors."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.cli.later import loaded
from autograder.cli.spoken import CLICK_SENTENCES, help_sentences
from autograder.languages import words_in


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    """Where neither a working copy nor the machine says which language it is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))


def run(*args):
    result = CliRunner().invoke(cli, args, prog_name="gradlings", terminal_width=300)
    return result.exit_code, result.output


def commands(command, path=()):
    yield path
    if isinstance(command, click.Group):
        for name, subcommand in command.commands.items():
            yield from commands(loaded(subcommand), (*path, name))


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_help_is_hungarian_from_the_first_word_to_the_last(path):
    english, hungarian = (run("--lang", language, *path, "--help")[1] for language in ("en", "hu"))

    assert hungarian.startswith("Használat: gradlings")
    assert "Kiírja ezt a súgót, és kilép." in hungarian
    said = {sentence for sentence in help_sentences(cli) if sentence in " ".join(english.split())}
    assert said
    assert [sentence for sentence in said if sentence in " ".join(hungarian.split())] == []


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_options_keep_their_names(path):
    english, hungarian = (run("--lang", language, *path, "--help")[1] for language in ("en", "hu"))

    def options(text):
        return re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE)

    assert options(hungarian) == options(english) != []


def test_english_is_spoken_again_after_hungarian():
    before = run("--help")
    run("--lang", "hu", "--help")

    assert run("--help") == before
    assert before[1].startswith("Usage: gradlings")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["chek"], "Hiba: Nincs ilyen parancs: 'chek'. Erre gondoltál: 'check'?"),
        (["check", "--nosuch"], "Hiba: Nincs ilyen kapcsoló: "),
        (["check", "nosuch"], "Hiba: nincs ilyen feladat: 'nosuch'."),
        (["hint", "intro", "zero_it"], "Hiba: Fölösleges argumentum: zero_it"),
        (["reset"], "Hiba: Hiányzó argumentum"),
    ],
)
def test_an_error_is_told_in_hungarian_and_keeps_its_exit_code(args, told):
    code, output = run("--lang", "hu", *args)

    assert code == 2
    assert told in output


def test_the_language_of_the_environment_is_spoken_too(monkeypatch):
    monkeypatch.setenv("GRADLINGS_LANG", "hu")

    assert run("--help")[1].startswith("Használat:")


def test_the_language_of_the_working_copy_is_spoken_too(tmp_path, monkeypatch):
    run("init", ".", "--lang", "hu")
    monkeypatch.chdir(tmp_path)

    assert run("--help")[1].startswith("Használat:")


def test_every_version_of_click_says_what_stands_in_each_help_and_error():
    package = Path(importlib.util.find_spec("click").origin).parent
    source = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    everywhere = {
        "Usage:",
        "Options",
        "Commands",
        "Error: {message}",
        "Show this message and exit.",
    }

    assert everywhere <= {*CLICK_SENTENCES}
    assert [sentence for sentence in sorted(everywhere) if f'"{sentence}"' not in source] == []


def test_all_that_click_says_is_said_in_hungarian():
    say = words_in("hu")

    assert [one for one in CLICK_SENTENCES if isinstance(one, str) and say(one) == one] == []
