"""Prose, keys and a bar on a terminal: whole at any width, readable without colour."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from autograder.screens.prose import Prose, unwrapped
from autograder.screens.screen import Keys, bar

TEXT = "`a` is b, and `c[0]` is [red]d[/red]"


def shown(renderable, width=80, **options):
    console = Console(file=io.StringIO(), width=width, highlight=False, **options)
    console.print(renderable, crop=False)  # What is drawn, not what a window leaves of it.
    return console.file.getvalue().rstrip("\n")


COLOUR = {"force_terminal": True, "color_system": "truecolor", "no_color": False}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (COLOUR, "a is b, and c[0] is [red]d[/red]"),
        ({**COLOUR, "no_color": True}, TEXT),
        ({"color_system": None}, TEXT),
    ],
    ids=["colour", "NO_COLOR", "no terminal"],
)
def test_backticks_are_kept_only_where_there_is_no_colour(options, expected):
    told = shown(Prose(TEXT), **options)

    assert re.sub(r"\x1b\[[0-9;]*m", "", told) == expected


def test_code_looks_other_than_what_stands_round_it():
    for style in ("", "cyan", "bold", "bold cyan"):
        looks = re.findall(r"\x1b\[([0-9;]+)m([^\x1b]+)", shown(Prose("x `y`", style), **COLOUR))
        by_text = {text.strip(): look for look, text in looks}
        assert by_text["y"] != by_text.get("x", "")


def test_a_line_of_prose_is_never_too_long_to_read():
    told = shown(Prose("word " * 100), 300)

    assert max(map(len, told.split("\n"))) <= 100


def test_paragraphs_wrap_anew_and_code_stays():
    text = "One\ntwo\nthree.\n\n    a = 1\n    b = 2\n\nFour\nfive."

    assert unwrapped(text) == "One two three.\n\n    a = 1\n    b = 2\n\nFour five."


@pytest.mark.parametrize("width", range(14, 60, 3))
def test_keys_wrap_as_whole_keys(width):
    keys = [("n", "next"), ("c", "check again"), ("r", "reset"), ("q", "quit")]
    lines = shown(Keys(keys), width, color_system=None).split("\n")

    assert " ".join(lines) == "[n] next [c] check again [r] reset [q] quit"
    assert all(line.startswith("[") and len(line) <= max(width, 15) for line in lines)


@pytest.mark.parametrize(
    ("done", "total", "drawn"),
    [(0, 9, "----"), (1, 99, "#---"), (5, 10, "##--"), (98, 99, "###-"), (9, 9, "####")],
)
def test_a_bar_is_empty_only_for_nothing_and_full_only_for_all(done, total, drawn):
    assert bar(done, total, 4, ascii_only=True).plain == drawn
