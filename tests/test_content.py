"""
Every program of ``solutions/`` against the committed keys.

Found by glob: a new exercise, right variant or wrong program adds its tests by itself.
"""

from __future__ import annotations

import pytest
from courses import bundled_course

from autograder.authoring import load_programs
from autograder.judging import Outcome, misconception_of

COURSE = bundled_course()
PROGRAMS = {exercise.id: load_programs(COURSE, exercise) for exercise in COURSE.exercises}


def params(kind):
    return [
        pytest.param(exercise, source, id=f"{exercise.id}-{name}")
        for exercise in COURSE.exercises
        for name, source in getattr(PROGRAMS[exercise.id], kind).items()
    ]


def exercises():
    return [pytest.param(exercise, id=exercise.id) for exercise in COURSE.exercises]


@pytest.mark.by_day(4)
@pytest.mark.parametrize("exercise", exercises())
def test_reference_passes_with_full_points(exercise, grader, tripped):
    verdict = grader.grade(PROGRAMS[exercise.id].reference, exercise)

    assert verdict.outcome is Outcome.PASSED
    assert verdict.score == verdict.max_score == exercise.points
    assert not verdict.advice
    assert not tripped


@pytest.mark.by_day(4)
@pytest.mark.parametrize(("exercise", "source"), params("right"))
def test_another_right_answer_passes_too(exercise, source, grader, tripped):
    verdict = grader.grade(source, exercise)

    assert (verdict.outcome, verdict.misconceptions, verdict.advice) == (Outcome.PASSED, (), ())
    assert not tripped


@pytest.mark.by_day(2)
@pytest.mark.parametrize("language", ["en", "hu"])
@pytest.mark.parametrize("exercise", exercises())
def test_stub_does_not_pass(exercise, language, grader):
    verdict = grader.grade(exercise.stub(language), exercise)

    assert verdict.outcome in (Outcome.FAILED, Outcome.ERRORED)
    assert verdict.score < verdict.max_score


@pytest.mark.by_day(6)
@pytest.mark.parametrize(("exercise", "source"), params("wrong"))
def test_wrong_program_is_told_its_own_misconception(exercise, source, grader, request):
    program = request.node.callspec.id.partition("-")[2]
    misconception = misconception_of(program)

    verdict = grader.grade(source, exercise)

    if misconception in exercise.sheet.advice:
        assert (verdict.outcome, verdict.advice) == (Outcome.PASSED, (misconception,))
    else:
        assert (verdict.outcome, verdict.misconceptions) == (Outcome.FAILED, (misconception,))


def test_a_number_that_equals_a_new_point_by_chance_is_not_learnt_from(grader):
    """Predictions and hidden units are numbers, too; one in some million is such a time."""
    exercise = COURSE.exercise("capstone")
    source = PROGRAMS[exercise.id].reference.replace(
        "        loss = loss_fn(model(X), y)\n",
        "        chance = torch.zeros_like(y)\n"
        "        chance[5] = X_new[3]\n"
        "        nn.Tanh()(chance.requires_grad_()).sum().backward()\n"
        "        nn.MSELoss()(chance, y)\n"
        "        loss = loss_fn(model(X), y)\n",
    )
    assert "chance" in source

    assert grader.grade(source, exercise).outcome is Outcome.PASSED


@pytest.mark.parametrize("share", ["X_new", "X_new[:3]", "X_new[7:8]"])
def test_a_training_on_new_points_is_seen_however_they_are_mixed_in(grader, share):
    exercise = COURSE.exercise("capstone")
    targets = share.replace("X_new", "y_new")
    other = f"torch.cat([X, {share}])" if ":3" in share else share
    wanted = f"torch.cat([y, {targets}])" if ":3" in share else targets
    source = PROGRAMS[exercise.id].reference.replace(
        "        loss = loss_fn(model(X), y)\n",
        f"        loss = loss_fn(model(X), y) + 0.1 * loss_fn(model({other}), {wanted})\n",
    )

    verdict = grader.grade(source, exercise)

    (failed,) = [check for check in verdict.checks if check.reason]
    assert failed.check == "new_points_are_looked_at_and_no_more"
    assert failed.reason.difference.name == "learns_from_new"


def test_nothing_of_a_solution_stands_in_the_public_folder():
    """Lines of references that the stub does not give away are nowhere under exercises/."""
    public = "\n".join(
        path.read_text(encoding="utf-8") for path in COURSE.path.rglob("*") if path.is_file()
    )
    for exercise in COURSE.exercises:
        stub = exercise.stub("en")
        body = [
            line.strip()
            for line in PROGRAMS[exercise.id].reference.splitlines()
            if line.startswith("    ") and line.strip() not in stub and "=" in line
        ]
        leaked = [line for line in body if line in exercise.statement("en") + exercise.stub("hu")]
        assert not leaked
    assert "reference.py" not in public
