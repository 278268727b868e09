"""Finding a learner's answer in a notebook, whatever became of its cells."""

from __future__ import annotations

import json

import pytest

from autograder.submissions import (
    CHECK,
    STUB,
    Cell,
    Question,
    SubmissionError,
    answer_in,
    find_programs,
    read_cells,
)

STUB_TEXT = "def zero_it(W):\n    # TODO\n    raise NotImplementedError"
ANSWER = "def zero_it(W):\n    return 'mine'"
CHECKED = Cell('check("zero_it")', "zero_it", CHECK)


def run(program):
    """What the program's zero_it returns; the oracle is Python itself."""
    names = {}
    exec(program, names)
    return names["zero_it"](None)


def answer(*cells):
    return answer_in(cells, "zero_it", "zero_it", [STUB_TEXT])


def test_the_cell_made_for_it_is_the_answer():
    assert run(answer(Cell(ANSWER, "zero_it", STUB), CHECKED)) == "mine"


def test_a_cell_that_lost_its_tag_is_known_by_the_function():
    assert run(answer(Cell("x = 1"), Cell(ANSWER))) == "mine"


def test_a_moved_cell_is_found_below_its_check():
    assert run(answer(CHECKED, Cell(ANSWER, "zero_it", STUB))) == "mine"


def test_an_answer_split_over_cells_is_put_together():
    helper = Cell("def helper():\n    return 'mine'")
    assert run(answer(helper, Cell("def zero_it(W):\n    return helper()"), CHECKED)) == "mine"


@pytest.mark.parametrize("first", [True, False])
def test_of_a_duplicated_cell_the_edited_one_counts_wherever_it_stands(first):
    edited, stub = Cell(ANSWER, "zero_it", STUB), Cell(STUB_TEXT + "  \n\n", "zero_it", STUB)
    cells = (edited, stub) if first else (stub, edited)

    assert run(answer(*cells, CHECKED)) == "mine"


def test_a_name_used_again_after_the_check_does_not_change_the_answer():
    helper, later = Cell("word = 'mine'"), Cell("word = 'other'")
    asks = Cell("def zero_it(W):\n    return word")

    assert run(answer(helper, asks, CHECKED, later)) == "mine"


def test_a_slip_in_another_cell_costs_nothing():
    assert run(answer(Cell("for in"), Cell(ANSWER, "zero_it", STUB), CHECKED)) == "mine"


def test_a_slip_in_the_answer_is_kept_to_be_told():
    program = answer(Cell("def zero_it(W)\n    return 1", "zero_it", STUB), CHECKED)

    with pytest.raises(SyntaxError):
        compile(program, "x", "exec")


def test_a_cleared_cell_is_an_answer_that_lacks_the_function():
    assert answer(Cell("", "zero_it", STUB), CHECKED).strip() == ""


def test_a_renamed_function_is_handed_over_so_that_its_name_can_be_told():
    assert "zero_itt" in answer(Cell("def zero_itt(W): pass", "zero_it", STUB), CHECKED)


def test_an_answer_that_another_file_holds_is_imported():
    written = cell(f"%%writefile answers.py\n{ANSWER}")
    files = [("a.ipynb", notebook(written, cell("from answers import zero_it")).encode())]

    found = find_programs(files, [ZERO])

    assert "from answers import zero_it" in found.by_exercise["zero_it"]
    assert found.helpers["zero_it"] == {"answers": ANSWER}


def test_a_notebook_without_it_has_no_answer():
    assert answer(Cell("x = 1"), Cell("def other(): pass")) is None


def test_lines_that_serve_an_adapter_are_no_part_of_the_answer():
    setup = Cell("import otter\nfrom autograder.notebook import check\ngrader = otter.Notebook()")
    end = Cell("grader.check('zero_it')\ngrader.export()")

    program = answer(setup, Cell(ANSWER), end)

    assert run(program) == "mine"  # otter is not imported: it might not be there


def cell(source, **more):
    return {"cell_type": "code", "metadata": {}, "source": source, **more}


def notebook(*cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)})


def test_metadata_and_ids_both_tell_what_a_cell_is_for():
    text = notebook(
        cell("a", metadata={"gradlings": {"exercise": "zero_it", "role": "stub"}}),
        cell(["b", "\n", "c"], id="zero_it-check"),
        cell("%timeit x", id="2f1"),
    )

    cells = read_cells(text.encode(), "n.ipynb")

    assert [(c.exercise, c.role) for c in cells] == [
        ("zero_it", STUB), ("zero_it", CHECK), ("", ""),
    ]  # fmt: skip
    assert cells[1].source == "b\nc"
    assert cells[2].source.startswith("pass")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"cells": 3}', '{"cells": [1]}', '{"cells": [{"cell_type": "code"}]}',
     '{"cells": [{"cell_type": "code", "source": 3}]}', "[" * 100_000,
     '{"cells": [{"cell_type": "code", "source": "", "metadata": 7}]}'],
)  # fmt: skip
def test_what_is_no_notebook_is_told_so(text):
    with pytest.raises(SubmissionError, match="no notebook of format 4"):
        read_cells(text.encode(), "n.ipynb")


ZERO = Question("zero_it", "zero_it", (STUB_TEXT,))


def program(**files):
    found = find_programs([(k.replace("__", "."), v.encode()) for k, v in files.items()], [ZERO])
    return found.by_exercise.get("zero_it")


def test_a_script_of_the_exercises_name_wins_over_a_notebook():
    assert run(program(zero_it__py=ANSWER, a__ipynb=notebook(cell(STUB_TEXT)))) == "mine"


def test_a_browsers_copy_has_the_exercises_name_too():
    found = find_programs([("zero_it (1).py", ANSWER.encode())], [ZERO])

    assert run(found.by_exercise["zero_it"]) == "mine"


def test_a_script_with_many_functions_answers_each():
    assert run(program(homework__py=f"def other(): pass\n{ANSWER}")) == "mine"


def test_a_file_that_cannot_be_read_is_told_and_the_others_count():
    found = find_programs([("a.py", b"\xff"), ("zero_it.py", ANSWER.encode())], [ZERO])

    assert run(found.by_exercise["zero_it"]) == "mine"
    assert [name for name, _ in found.unread] == ["a.py"]


def text_cell(source, kind="markdown", **more):
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def in_text(*cells, **scripts):
    files = [("hw1.ipynb", notebook(*cells).encode())]
    files += [(f"{name}.py", text.encode()) for name, text in scripts.items()]
    return dict(find_programs(files, [ZERO]).in_text)


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize(
    "turned",
    [
        {"source": ANSWER, "id": "zero_it-stub"},
        {"source": ANSWER, "metadata": {"gradlings": {"exercise": "zero_it", "role": "stub"}}},
        {"source": ANSWER},
        {"source": f"My answer:\n\n```python\n{ANSWER}\n```"},
        {"source": ["def zero_it(W):\n", "    pass"]},
        {"source": "W.grad.zero_()", "id": "zero_it-stub"},
    ],
)
def test_an_answer_in_a_cell_of_text_is_told(turned, kind):
    assert in_text(cell("import torch"), text_cell(kind=kind, **turned)) == {"zero_it": kind}


def test_an_answer_in_a_cell_of_text_is_told_beside_the_stub_as_it_came():
    turned = text_cell(ANSWER)

    assert in_text(cell(STUB_TEXT, id="zero_it-stub"), turned) == {"zero_it": "markdown"}


def test_nothing_is_told_where_the_answer_is_code_too():
    assert in_text(text_cell(ANSWER), cell(ANSWER)) == {}
    assert in_text(text_cell(ANSWER), zero_it=ANSWER) == {}


def test_prose_about_an_exercise_is_no_answer():
    assert in_text(text_cell("Write `def zero_it(W)` below.", id="zero_it"), cell("x = 1")) == {}
    assert in_text(text_cell("def other(): pass"), cell("x = 1")) == {}
