"""A stub as it came never wins over an answer, wherever in the hand-in that is."""

from __future__ import annotations

import itertools
import json

import pytest

from autograder.content import bundled_course_path, load_course
from autograder.submissions import Question, find_programs
from autograder.submissions.unwritten import is_unwritten

STUB = '''"""Step."""
import torch


def step(W, lr):
    """Move W."""
    # TODO
    raise NotImplementedError("write me")
'''
ANSWER = "def step(W, lr):\n    W -= lr * W.grad\n    return 'mine'\n"
ASKED = [Question("step_it", "step", (STUB,))]


def notebook(*sources):
    cells = [{"cell_type": "code", "metadata": {}, "source": one} for one in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def chosen(*files):
    found = find_programs([(name, text.encode()) for name, text in files], ASKED)
    return found.by_exercise["step_it"]


UNWRITTEN = {
    "as it came": STUB,
    "with other line ends": STUB.replace("\n", "\r\n"),
    "with a name on top": f"# Kiss Anna\n\n{STUB}",
    "with a library imported": f"import numpy as np\n{STUB}",
    "with a helper that nobody calls": f"{STUB}\n\ndef helper():\n    return 1\n",
    "of an older version": STUB.replace("Move W.", "Take a step.").replace("write me", ""),
    "with pass in it": STUB.replace('raise NotImplementedError("write me")', "pass"),
    "blank": "",
    "comments alone": "# my answer\n\n",
}
PLACES = {
    "a script of its name": lambda text: ("step_it.py", text),
    "another script": lambda text: ("homework.py", text),
    "a script in a folder": lambda text: ("z/old/step_it.py", text),
    "a copy by the browser": lambda text: ("step_it (1).py", text),
    "a notebook": lambda text: ("hw1.ipynb", notebook("x = 1", text)),
    "another notebook": lambda text: ("z/hw1 copy.ipynb", notebook(text)),
}


@pytest.mark.parametrize(("stub_in", "answer_in"), [*itertools.permutations(PLACES, 2)])
def test_an_answer_wins_over_a_stub_in_any_other_file(stub_in, answer_in):
    assert "mine" in chosen(PLACES[stub_in](STUB), PLACES[answer_in](ANSWER))


@pytest.mark.parametrize("kind", UNWRITTEN)
def test_a_stub_is_known_as_one_whatever_was_put_around_it(kind):
    assert "mine" in chosen(("step_it.py", UNWRITTEN[kind]), ("homework.py", ANSWER))


@pytest.mark.parametrize("above", [True, False])
def test_an_answer_wins_over_a_stub_in_another_cell(above):
    cells = (STUB, ANSWER) if above else (ANSWER, STUB)

    names = {}
    exec(chosen(("hw1.ipynb", notebook(*cells))), names)

    assert names["step"].__code__.co_names != ("NotImplementedError",)


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        "def step(W, lr):\n    return None\n",
        "def step(W, lr) return 1\n",
        f"{STUB}\n{ANSWER}",
        STUB.replace("raise Not", "W = W - lr\n    raise Not"),
        "step = lambda W, lr: None\n",
        "def stepp(W, lr):\n    return W\n",
        STUB.replace('NotImplementedError("write me")', "ValueError(lr)"),
    ],
)
def test_what_was_written_is_no_stub_however_wrong(text):
    assert not is_unwritten(text, "step", [STUB])


@pytest.mark.parametrize("parts", [900, 1_500, 2_500])
def test_a_sum_too_long_to_be_written_down_is_no_stub_and_ends_nothing(parts):
    deep = "+".join(["lr"] * parts)

    assert not is_unwritten(f"{deep}\n{ANSWER}", "step", [STUB])
    assert not is_unwritten(f"def step(W, lr):\n    return {deep}\n", "step", [STUB])


def test_where_all_that_was_handed_in_is_a_stub_it_is_graded_as_one():
    assert chosen(("step_it.py", STUB)) == STUB


def test_no_solution_of_the_course_is_taken_for_its_stub():
    course = load_course(bundled_course_path())
    solutions = course.path.parent / "solutions"
    for exercise in course.exercises:
        stubs = [exercise.stub(language) for language in ("en", "hu")]
        programs = [*solutions.glob(f"*/{exercise.id}/**/*.py")]
        assert programs
        assert all(is_unwritten(stub, exercise.function, stubs) for stub in stubs)
        for program in programs:
            assert not is_unwritten(
                program.read_text(encoding="utf-8"), exercise.function, stubs
            ), program
