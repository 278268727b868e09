"""A chapter's page on a terminal: nothing lost at any width, and drawings are drawings."""

from __future__ import annotations

import io
import re

import pytest
from courses import bundled_course
from rich.console import Console

from autograder.screens.chapter import render_page

PAGES = [(chapter, language) for chapter in bundled_course().chapters for language in ("en", "hu")]
DRAWING = """\
# Title

Text.

    w  leaf  ──┐                                the only one that asked
               Mul ──> result
    x  leaf  ──┘
"""


def shown(page, width):
    console = Console(record=True, width=width, file=io.StringIO(), no_color=True)
    console.print(render_page(page))
    return [line.rstrip() for line in console.export_text().splitlines()]


@pytest.mark.parametrize(("chapter", "language"), PAGES)
def test_every_page_is_there_and_its_drawings_keep_their_lines_at_a_usual_width(chapter, language):
    page = bundled_course().page(chapter, language)
    lines = shown(page, 110)

    drawn = [line[4:].rstrip() for line in page.splitlines() if re.match(r" {4}\S| {5}", line)]
    assert drawn
    assert [
        line for line in drawn if not any(line.strip() in one for one in lines) and len(line) < 100
    ] == []


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(("chapter", "language"), PAGES)
def test_nothing_is_lost_on_a_narrow_terminal(chapter, language, width):
    page = bundled_course().page(chapter, language)
    text = re.sub(r"\s", "", "".join(shown(page, width)))

    # In a table, lines of one cell stand beside those of others.
    told = "\n".join(line for line in page.splitlines() if not line.startswith("|"))
    assert [word for word in re.findall(r"\w+", told) if word not in text] == []
    assert text.count("…") == told.count("…"), "a cell was cut off"


def test_a_remark_for_which_there_is_no_room_goes_below():
    assert shown(DRAWING, 50)[-5:-1] == [
        "w  leaf  ──┐",
        "                           the only one that asked",
        "           Mul ──> result",
        "x  leaf  ──┘",
    ]


def test_a_line_without_a_gap_stays_whole():
    assert "x" * 39 in "\n".join(shown("Text.\n\n    " + "x" * 39 + "\n", 40))


def test_a_page_gives_a_terminal_nothing_to_obey():
    assert not [
        line for line in shown("Text\x1b[31m.\n\n    a\x1b]0;title\x07b\n", 80) if "\x1b" in line
    ]
