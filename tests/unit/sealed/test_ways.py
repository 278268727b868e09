"""Three honest ways: which are chosen, and what is said to differ."""

from __future__ import annotations

import io

import pytest
from courses import bundled_course
from rich.console import Console

from autograder.authoring.programs import load_programs
from autograder.feedback.solutions import difference
from autograder.languages import words_in
from autograder.screens.solutions import render_ways
from autograder.sealed import Way, three_ways
from autograder.submissions.bare import bare

EN, HU = words_in("en"), words_in("hu")
REFERENCE = """\
import torch

def step(W, lr):
    with torch.no_grad():
        W -= lr * W.grad
"""
COPIED = REFERENCE.replace("W -= lr * W.grad", "W.copy_(W - lr * W.grad)")
OPTIMIZER = "import torch\n\ndef step(W, lr):\n    torch.optim.SGD([W], lr=lr).step()\n"
DETACHED = "def step(W, lr):\n    W.detach().sub_(W.grad, alpha=lr)\n"
RENAMED = REFERENCE.replace("lr", "rate").replace("W", "weights")
PROGRAMS = {
    "reference": REFERENCE, "renamed": RENAMED, "copied": COPIED, "optimizer": OPTIMIZER,
    "detached": DETACHED,
}  # fmt: skip


def programs_of(ways):
    names = {bare(text): name for name, text in PROGRAMS.items()}
    return [names[way.program] for way in ways]


def test_the_authors_own_comes_first_and_then_what_differs_most():
    assert programs_of(three_ways(COPIED, PROGRAMS)) == ["reference", "detached", "optimizer"]


@pytest.mark.parametrize(
    "own",
    [REFERENCE, "# mine\n\n" + REFERENCE.replace("):\n", "):\n    '''A step.'''\n", 1), RENAMED],
    ids=["the very same", "with comments and a docstring", "with other names"],
)
def test_ones_own_program_is_none_of_the_ways(own):
    assert not {"reference", "renamed"} & {*programs_of(three_ways(own, PROGRAMS))}


def test_fewer_programs_are_fewer_ways_and_none_but_ones_own_is_none():
    assert programs_of(three_ways(COPIED, {"copied": COPIED, "detached": DETACHED})) == ["detached"]
    assert three_ways(COPIED, {"copied": COPIED}) == []
    assert three_ways(COPIED, {}) == []


def test_a_text_that_is_no_program_is_answered_with_ways_all_the_same():
    ways = three_ways("def step(W, lr:\n    W -=", PROGRAMS)

    assert programs_of(ways)[0] == "reference"
    assert len(ways) == 3
    assert not any(way.lacks for way in ways)


@pytest.mark.parametrize(
    ("own", "other", "line"),
    [
        (COPIED, REFERENCE, "It has `-=`; yours has `.copy_`."),
        (REFERENCE, COPIED, "It has `.copy_`; yours has `-=`."),
        (REFERENCE.replace("W -=", "V = W\n        W -="), REFERENCE,
         "The same means; what differs is how they are put together."),
        (DETACHED, DETACHED + "\ndef half(W):\n    return sum(W)\n",
         "It has `sum`, which yours does without."),
        (REFERENCE, "import torch\n\ndef step(W, lr):\n    W -= lr * W.grad\n",
         "It does without `with`, `torch.no_grad`."),
    ],
)  # fmt: skip
def test_a_line_names_what_differs(own, other, line):
    (way,) = three_ways(own, {"other": other})

    assert difference(way, EN) == line
    assert {*line.split("`")[1::2]} == {*difference(way, HU).split("`")[1::2]}


def test_a_long_difference_is_counted_and_not_listed_to_its_end():
    way = Way("", [f".part_{n}" for n in range(9)], [])

    assert difference(way, EN) == (
        "It has `.part_0`, `.part_1`, `.part_2`, `.part_3` and 5 more, which yours does without."
    )


def test_every_exercise_has_three_ways_for_whoever_wrote_the_reference():
    course = bundled_course()

    for exercise in course.exercises:
        programs = load_programs(course, exercise)
        ways = three_ways(programs.reference, {"reference": programs.reference, **programs.right})
        assert len(ways) == 3, exercise.id
        assert len({way.program for way in ways}) == 3


def shown(own, ways, width):
    console = Console(record=True, width=width, file=io.StringIO(), no_color=True)
    console.print(render_ways(own, ways, EN))
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_a_wide_console_has_both_in_one_line_and_a_narrow_one_below_each_other():
    ways = three_ways(COPIED, PROGRAMS)

    wide, narrow = (shown(bare(COPIED), ways, width) for width in (120, 50))

    assert any("yours" in line and "another way 1/3" in line for line in wide)
    assert narrow.index("yours") < narrow.index("another way 1/3")
    for lines in (wide, narrow):
        text = "\n".join(lines)
        for program in (COPIED, REFERENCE, OPTIMIZER, DETACHED):
            assert all(line.strip() in text for line in program.splitlines())


def test_a_learners_program_is_only_text():
    own = "def step(W, lr):\n    return '[bold]\x1b[31mred\x1b]0;title\x07'\n"
    text = "\n".join(shown(own, three_ways(own, PROGRAMS), 100))

    assert "\x1b" not in text
    assert "[bold]red" in text
