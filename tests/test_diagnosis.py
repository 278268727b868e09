"""
Submissions that were once judged or named wrongly, and what each should get.

``cases/diagnosis/README.md`` has a table of them: the file, what it is, what happened, what should.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.judging import Outcome

DIAGNOSIS = Path(__file__).parent / "cases" / "diagnosis"


def told_wrongly():
    """A row for each program of the table: its file's name and what should happen."""
    for line in (DIAGNOSIS / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for name in re.findall(r"`([^`]+\.py)`", cells[0]):
            yield pytest.param(name, cells[-1], id=name)


@pytest.mark.parametrize(("name", "should"), list(told_wrongly()))
def test_each_gets_what_it_should_and_is_not_accused(grader, course, tripped, name, should):
    source = (DIAGNOSIS / "programs" / name).read_text(encoding="utf-8")

    verdict = grader.grade(source, course.exercise(name.partition(".")[0]))

    assert (verdict.outcome is Outcome.PASSED) is (should == "passed")
    ideas, fitting = set(verdict.misconceptions), set(re.findall(r"`(\w+)`", should))
    if "named" in should:
        assert ideas <= fitting
        assert ideas or "or nothing" in should
    elif should == "not passed; no name fits (or a new id)":
        assert ideas <= NEW.get(name, set())
    assert not tripped


def test_every_program_is_in_the_table():
    named = {param.id for param in told_wrongly()}

    assert {path.name for path in (DIAGNOSIS / "programs").iterdir()} == named


#: Where none fitted, what fits by now: an idea that was added, or a program of the author's own kind.
NEW: dict[str, set[str]] = {
    "keep_it_a_leaf.drawn_once_kept_in_a_global.py": {"drawn_once"},
    "linear_layer.prediction_of_the_old_model.py": {"original_used_for_copy"},
    "sequential.classes_without_parentheses.py": {"class_not_built"},
    "cut_here.the_other_road_closed.py": {"wrong_road_closed"},
    "two_roads.heights_for_slopes.py": {"value_instead_of_gradient"},
    "batches.an_empty_stack_at_the_end.py": {"empty_batch_at_the_end"},
    "optimizer_params.all_frozen_in_the_end.py": {"whole_model_frozen"},
}
