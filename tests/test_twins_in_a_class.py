"""Equal programs of a class, graded for real: each is told its own lines, and equal work is done once."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from autograder import grade_class

RAISES = "def slope_by_numbers(f, w, h):\n    raise ValueError('not today')  # line two\n"
WRONG = "def slope_by_numbers(f, w, h):\n    return (f(w + h) - f(w)) / h\n"
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}}
#: By student: what is handed in, and the line on which it raises.
CLASS = {
    "anna": (f"# Anna\n{RAISES}", 3),
    "bea": (f"# Bea\n{RAISES}# the end\n", 3),
    "cili": (f"# Cili\n# Cili\n{RAISES}", 4),
    "dora": (f"\n{RAISES}\n\n# Dora", 3),
    "eta": (RAISES.replace("# line two", "# Eta"), 2),
    "flora": (f"# Flora\n{WRONG}", None),
    "gizi": (f"{WRONG}# Gizi\n", None),
    "hedvig": (f"# Hedvig\n# Hedvig\n{WRONG}", None),
}
IN_NOTEBOOKS = {"bea", "hedvig"}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "hw.yaml").write_text(
        "title: Homework\nsecret: '0123456789abcdef'\nexercises: [slope_by_numbers]\n"
        "cases: {hidden: false}\n"
    )
    for student, (source, _) in CLASS.items():
        folder = tmp_path / "class" / student
        folder.mkdir(parents=True)
        if student in IN_NOTEBOOKS:
            cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
            notebook = NOTEBOOK | {"cells": [cell | {"source": source}]}
            (folder / "hw.ipynb").write_text(json.dumps(notebook))
        else:
            (folder / "slope_by_numbers.py").write_text(source)
    return tmp_path


def graded(place, workers):
    return grade_class(
        place / "hw.yaml", place / "class", place / "out",
        workers=workers, isolation="process", history=1,
    )  # fmt: skip


@pytest.mark.parametrize("workers", [1, 2])
def test_each_twin_is_told_its_own_line_and_equal_work_is_done_once(place, workers):
    done = graded(place, workers)
    again = graded(place, workers)

    assert (done.graded, again.graded, again.changes) == (len(CLASS), 0, ())
    for student in again.results.students:
        (answer,) = student.answers
        errors = {check.reason.error.line for check in answer.verdict.checks if check.reason.error}
        line = CLASS[student.name][1]
        assert errors == ({line} if line else set()), student.name
        assert answer.score == 0
    with closing(sqlite3.connect(place / "out/ledger.sqlite")) as ledger:
        (shared,) = ledger.execute("SELECT count(*) FROM verdicts WHERE seconds = 0").fetchone()
    # Of those that raise, three have the same lines; of the others, a third follows two that failed alike.
    assert shared == 2 + 1
