"""Where reading itself fails, that is ours: it ends no class and costs nobody a point."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from courses import miniature_course

from autograder.assignments import load_assignment, make_bundle
from autograder.grading.classes import class_work
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.sandbox import SandboxError
from autograder.submissions import Attempt, File, Reader

COURSE = miniature_course()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    place = tmp_path_factory.mktemp("faults")
    sheet = {"title": "H", "secret": "0123456789abcdef", "exercises": ["step"],
             "cases": {"hidden": False}}  # fmt: skip
    (place / "hw1.yaml").write_text(json.dumps(sheet))
    assignment = load_assignment(place / "hw1.yaml", COURSE)
    return make_bundle(assignment, place / "bundle", lambda *_: "")


class Frail(Reader):
    """Its processes die over a file of that name, every time."""

    def __init__(self, over):
        super().__init__()
        self._over = over

    def attempt(self, files, questions, written=()):
        if self._over is None or any(file.name == self._over for file in files):
            raise SandboxError("the grading server died twice over one program")
        return super().attempt(files, questions, written)


def attempt_of(name):
    return Attempt(name, name, (File(f"{name}.py", b"def step(x):\n    pass\n"),))


def test_a_hand_in_that_we_fail_to_read_costs_its_student_no_point_and_no_other_anything(bundle):
    attempts = {name: [attempt_of(name)] for name in ("anna", "step", "zoe")}

    with Frail(over="anna.py") as reader, Ledger(Path(":memory:")) as ledger:
        work = class_work(bundle, attempts, reader=reader)
        ledger.note_faults(work.faults)
        results = results_of(bundle, work, ledger, names={name: name for name in attempts})

    anna, step, _ = results.students
    assert anna.score == anna.max_score
    assert [(fault.student, fault.why) for fault in results.faults] == [
        ("anna", "the grading server died twice over one program")
    ]
    assert step.unread == ()
    assert {work.exercise for work in work.works.values()} == {"step"}


def test_where_nobody_can_be_read_that_is_told_and_nobody_is_graded(bundle):
    with Frail(over=None) as reader, pytest.raises(SandboxError):
        class_work(bundle, {"anna": [attempt_of("anna")]}, reader=reader)


def test_the_programs_of_each_attempt_are_told_as_it_is_read_and_none_that_is_not_asked_for(bundle):
    attempts = {name: [attempt_of(name)] for name in ("step", "zoe")}
    told, asked_for = [], []

    work = class_work(bundle, attempts, tell=told.append)
    class_work(bundle, attempts, only=["nobody"], tell=asked_for.append)

    assert len(told) == len(attempts)
    assert {key for keys in told for key in keys} == {*work.works} != set()
    assert not any(asked_for)
