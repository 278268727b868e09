"""Commands that run nothing import nothing that runs, composes or prints for others."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from autograder.cli import cli
from autograder.cli.later import Later, loaded
from autograder.cli.spoken import help_sentences

#: What is for authors and instructors, or for running programs.
HEAVY = {
    "torch", "numpy", "jinja2", "markdown_it", "psutil", "dask", "autograder.authoring",
    "autograder.generating", "autograder.assignments", "autograder.grading", "autograder.pages",
    "autograder.gradebooks", "autograder.analytics", "autograder.submissions", "autograder.sandbox",
    "autograder.warm", "autograder.watch", "autograder.doctor", "autograder.probing",
}  # fmt: skip
PROGRAM = """
import sys
from autograder.cli import cli
try:
    cli(sys.argv[1:])
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def imported(*words, folder):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "autograder", "init", str(folder)], check=True)
    return folder


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["list"], ["hint", "zero_it"], ["explain", "backward"], ["progress"],
     ["quiz", "list"], ["quiz", "--help"], ["review"], ["progress", "--json"]],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_runs_nothing_imports_nothing_for_it(home, words):
    if words[0] == "explain":
        words = ["explain", "backward_not_called"]

    assert imported(*words, folder=home) & HEAVY == set()


def test_help_imports_no_command(home):
    found = imported("--help", folder=home)

    assert not {"autograder.cli.learner", "autograder.cli.checking", "autograder.cli.quiz"} & found


def test_a_command_that_a_front_runs_imports_next_to_nothing():
    program = "import sys; before = {*sys.modules}; import autograder.cli; print(*{*sys.modules} - before)"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"pathlib", "tempfile", "typing", "inspect", "click", "autograder.cli.commands"} & {
        *found
    }
    assert len(found) < 60


def every_later(group=cli):
    for command in group.commands.values():
        if isinstance(command, Later):
            yield command
        if isinstance(found := loaded(command), click.Group):
            yield from every_later(found)


@pytest.mark.parametrize("later", [*every_later()], ids=lambda later: later.name)
def test_the_line_in_a_list_of_commands_is_how_its_help_begins(later):
    command = later.load()

    assert later.name == command.name
    assert {*help_sentences(later)} <= help_sentences(command)
