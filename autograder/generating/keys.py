"""Keys of hidden cases, made by running the solutions; these are never handed out."""

from __future__ import annotations

from dataclasses import replace

from autograder.assignments.making import KeyMaker, decides
from autograder.authoring import Programs, load_programs, make_key
from autograder.content import Exercise
from autograder.grading import Grader
from autograder.judging import CaseKey, Key, write_key
from autograder.observations import Observation

__all__ = ["key_maker"]


def key_maker(grader: Grader) -> KeyMaker:
    """Return a function that makes a key's text by running the solutions of *grader*'s course."""
    programs: dict[str, Programs] = {}

    def make(exercise: Exercise, seed: str) -> str:
        if exercise.id not in programs:
            every = load_programs(grader.course, exercise)
            wrong = {name: text for name, text in every.wrong.items() if decides(name, exercise)}
            programs[exercise.id] = replace(every, wrong=wrong)
        key = make_key(grader, exercise, programs[exercise.id], seed=seed)
        return write_key(_only_judged(key), grader.classify)

    return make


def _only_judged(key: Key) -> Key:
    """*key* without the parts that are only shown, since nothing is shown of hidden cases."""
    checks = {
        check: tuple(
            CaseKey(
                _without_words(case.reference),
                {name: _without_words(shown) for name, shown in case.wrong.items()},
            )
            for case in cases
        )
        for check, cases in key.checks.items()
    }
    return replace(key, checks=checks)


def _without_words(seen: Observation) -> Observation:
    # Names the fields to empty, so that any other field, old or new, is kept.
    return replace(seen, clues={}, call="", sizes={}, recording={})
