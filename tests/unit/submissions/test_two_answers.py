"""Two answers to one exercise in one hand-in: one counts, and whoever handed them in is told which."""

from __future__ import annotations

import io
import json

import pytest

from autograder.submissions.programs import ProgramFinder, Question

STUB = "def zero_it(w):\n    ...\n"
ASKED = Question("zero_it", "zero_it", (STUB,))
RIGHT = "def zero_it(w):\n    w.grad = None\n"
WRONG = "def zero_it(w):\n    w.grad = 0\n"


def notebook(*sources):
    cells = [
        {"cell_type": "code", "id": str(n), "metadata": {}, "outputs": [], "source": source}
        for n, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def found(**files):
    finder = ProgramFinder()
    for name, text in files.items():
        finder.take(name, io.BytesIO(text.encode()))
    programs = dict(finder.programs([ASKED]))
    return programs["zero_it"].main, list(finder.overruled)


@pytest.mark.parametrize("other", ["old/zero_it.py", "anna_zero_it.py", "backup.py"])
def test_the_file_that_does_not_count_is_told_with_the_one_that_does(other):
    program, overruled = found(**{"zero_it.py": RIGHT, other: WRONG})

    (winner, (loser,)) = ("zero_it.py", [name for name, _ in overruled])
    assert loser == other
    assert program == RIGHT
    assert overruled == [(other, f"for zero_it, {winner} counts, which differs")]


def test_a_notebook_beside_a_script_that_says_something_else_is_told():
    _, overruled = found(**{"zero_it.py": RIGHT, "hw1.ipynb": notebook(WRONG)})

    assert [name for name, _ in overruled] == ["hw1.ipynb"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a/zero_it.py": RIGHT, "b/zero_it.py": RIGHT}, id="copies"),
        pytest.param({"zero_it.py": RIGHT, "old/zero_it.py": STUB}, id="the stub"),
        pytest.param(
            {"hw1.ipynb": notebook("import torch", RIGHT), "hw1.py": f"# exported\n{RIGHT}"},
            id="exported",
        ),
        pytest.param({"zero_it.py": RIGHT, "step.py": "def step(w):\n    pass\n"}, id="another's"),
        pytest.param({"zero_it.py": "def zero_it(w:\n"}, id="alone and broken"),
    ],
)
def test_what_makes_no_difference_is_not_told(files):
    assert found(**files)[1] == []
