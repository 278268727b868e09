"""
Whoever reads the public key learns nothing that passes on other cases.

A forger can put the public key's facts in the place of their own, all or only those that never
change. What has to tell is what was drawn.
"""

from __future__ import annotations

import pytest
from courses import bundled_course

from autograder.authoring import load_programs
from autograder.authoring.lock import observe
from autograder.judging import misconception_of, read_key
from autograder.judging.comparing import compare_facts, first_difference
from autograder.judging.rules import in_words

COURSE = bundled_course()
ANOTHER_SEED = "a seed that nobody knows"


def exercises():
    return [pytest.param(exercise, id=exercise.id) for exercise in COURSE.exercises]


@pytest.fixture(scope="module")
def on_another_seed(grader):
    """What the reference of an exercise shows on the cases of another seed; each is run once."""
    shown = {}

    def of(exercise):
        if exercise.id not in shown:
            reference = load_programs(COURSE, exercise).reference
            shown[exercise.id] = observe(grader, exercise, "reference", reference, ANOTHER_SEED)
        return shown[exercise.id]

    return of


def public_key(exercise):
    return read_key(exercise.key_path.read_text(encoding="utf-8"))


@pytest.mark.by_day(3)
@pytest.mark.parametrize("exercise", exercises())
def test_no_claim_passes_on_the_public_facts(exercise, grader, on_another_seed):
    key, hidden = public_key(exercise), on_another_seed(exercise)

    passed = [
        check
        for check, cases in key.checks.items()
        if all(
            first_difference(case.reference, expected, grader.classify) is None
            for case, expected in zip(cases, hidden[check], strict=True)
        )
    ]

    assert passed == []


@pytest.mark.by_day(3)
@pytest.mark.parametrize("exercise", exercises())
def test_no_wrong_program_is_saved_by_the_facts_that_never_change(
    exercise, grader, on_another_seed
):
    key, hidden = public_key(exercise), on_another_seed(exercise)

    def changes(name, case, expected):
        """Whether the fact *name* of a right answer is another one on the other seed."""
        before, after = (in_words(seen, expected.rules) for seen in (case.reference, expected))
        return compare_facts(before.facts.get(name), after.facts.get(name), grader.classify)

    def is_given_away(program):
        """Whether it fails by a fact that a forger can't know."""
        return any(
            changes(name, case, expected)
            and compare_facts(case.wrong[program].facts.get(name), fact, grader.classify)
            for check, cases in key.checks.items()
            for case, expected in zip(cases, hidden[check], strict=True)
            for name, fact in case.expected.facts.items()
        )

    saved = [
        program
        for program in key.programs
        if misconception_of(program) not in exercise.sheet.advice and not is_given_away(program)
    ]

    assert saved == []
