"""Links to files, where a terminal has them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from autograder.files import quoted
from autograder.screens.links import linked


def printed(text, **options):
    console = Console(file=io.StringIO(), width=200, **options)
    console.print(text)
    return console.file.getvalue()


@pytest.mark.parametrize("name", ["plain.py", "with blank.py", "szőlő.py", "100%.py", "[bold].py"])
def test_a_path_in_a_sentence_is_a_link_to_the_file(tmp_path, name):
    path = tmp_path / name
    sentence = f"It is in {quoted(name)}."
    text = linked(sentence, path, shown=Path(name))

    shown = printed(text, force_terminal=True, color_system="standard")

    assert f";{path.as_uri()}\x1b\\" in shown
    assert name in shown


def test_where_there_are_no_links_there_is_the_sentence_alone(tmp_path):
    path = tmp_path / "mine.py"

    assert (
        printed(linked("It is in mine.py.", path, shown=Path(path.name))) == "It is in mine.py.\n"
    )


def test_a_sentence_without_the_path_stays_as_it_is(tmp_path):
    text = linked("Nothing here.", tmp_path / "mine.py")

    assert "\x1b" not in printed(text, force_terminal=True, color_system="standard")
