"""Keys of hidden cases: the solutions are run here, and go no further."""

from __future__ import annotations

from autograder.assignments.bundle import KeyMaker
from autograder.authoring import load_programs, make_key
from autograder.content import Exercise
from autograder.grading import Grader
from autograder.judging import write_key

__all__ = ["key_maker"]


def key_maker(grader: Grader) -> KeyMaker:
    """Return what makes the text of a key by running the solutions of *grader*'s course."""

    def make(exercise: Exercise, seed: str) -> str:
        key = make_key(grader, exercise, load_programs(grader.course, exercise), seed=seed)
        return write_key(key, grader.classify)

    return make
