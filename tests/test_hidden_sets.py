"""Sets of hidden cases: what their keys hold, and that old bundles still grade."""

from __future__ import annotations

import json

import pytest
from courses import bundled_course

from autograder.assignments import make_bundle, open_bundle
from autograder.authoring import load_programs, make_key
from autograder.generating.keys import key_maker
from autograder.grading.pool import Work, WorkerConfig, grade_at
from autograder.judging import Outcome, read_key, write_key, write_verdict
from autograder.sandbox import Tier

IDS = ("step_no_grad", "first_backward")


@pytest.fixture(scope="module")
def bundle(grader, assignment_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    return make_bundle(assignment_of(*IDS, variants=3, name="sets"), folder, key_maker(grader))


def test_each_set_has_inputs_of_its_own(bundle):
    for name in IDS:
        keys = [bundle.hidden_key(name, variant) for variant in range(3)]

        assert len({key.seed for key in keys}) == 3
        assert len({write_key(key) for key in keys}) == 3


def test_a_key_of_hidden_cases_holds_the_reference_and_what_sets_advice_aside(bundle, course):
    for name in IDS:
        exercise, key = course.exercise(name), bundle.hidden_key(name, 0)
        public = read_key(exercise.key_path.read_text())

        advising = [p for p in public.programs if p.split(".")[0] in exercise.sheet.advice]
        assert list(key.programs) == advising
        shown = [case.reference for cases in key.checks.values() for case in cases]
        assert not any(seen.recording or seen.clues or seen.call for seen in shown)
        assert all(seen.facts for seen in shown)


RULED = [
    exercise.id
    for exercise in bundled_course().exercises
    if '"rules"' in exercise.key_path.read_text()
]


@pytest.mark.by_day(1)
@pytest.mark.parametrize("name", RULED)
def test_what_is_judged_by_a_rule_is_judged_by_it_on_hidden_cases_too(grader, name):
    exercise = grader.course.exercise(name)
    programs = load_programs(grader.course, exercise)
    key = read_key(key_maker(grader)(exercise, "a secret seed"))

    for source in (programs.reference, *list(programs.right.values())[:2]):
        verdict = grader.grade_both(source, exercise, key)
        assert verdict.outcome is Outcome.PASSED, verdict


def test_no_run_of_a_program_on_public_cases_comes_after_one_on_hidden_cases(
    bundle, grader, course, monkeypatch
):
    """Else the earlier one could leave word where the later one, whose errors are shown, finds it."""
    seeds = []
    run = grader.runner.run
    monkeypatch.setattr(grader.runner, "run", lambda job: seeds.append(job.seed) or run(job))
    exercise, key = course.exercise("step_no_grad"), bundle.hidden_key("step_no_grad", 0)

    for source in (exercise.stub("en"), load_programs(course, exercise).reference):
        seeds.clear()
        grader.grade_both(source, exercise, key)
        assert seeds == ["public"] * seeds.count("public") + [key.seed] * seeds.count(key.seed)
        assert len(seeds) > 1


def test_keys_are_made_once_and_anew_where_the_advice_has_changed(bundle, grader, assignment_of):
    made = []

    def maker(exercise, seed):
        made.append(exercise.id)
        return key_maker(grader)(exercise, seed)

    assignment = assignment_of(*IDS, variants=3, name="sets")
    make_bundle(assignment, bundle.path, maker)
    assert made == []

    path = bundle.path / "keys" / "step_no_grad.1.json"
    key = json.loads(path.read_text())
    for cases in key["checks"].values():
        for case in cases:
            case["wrong"] = {}
    path.write_text(json.dumps(key))
    make_bundle(assignment, bundle.path, maker)
    assert made == ["step_no_grad"]


def with_every_wrong_program(grader, exercise, seed):
    """A key as bundles of before held it."""
    programs = load_programs(grader.course, exercise)
    return write_key(make_key(grader, exercise, programs, seed=seed), grader.classify)


@pytest.mark.nightly
def test_an_old_bundle_grades_as_a_new_one(grader, assignment_of, tmp_path):
    assignment = assignment_of("step_no_grad", name="old")
    new = make_bundle(assignment, tmp_path / "new", key_maker(grader))
    old = make_bundle(
        assignment, tmp_path / "old", lambda *asked: with_every_wrong_program(grader, *asked)
    )
    programs = load_programs(grader.course, grader.course.exercise("step_no_grad"))

    exercise = grader.course.exercise("step_no_grad")
    keys = [open_bundle(bundle.path).hidden_key("step_no_grad", 0) for bundle in (new, old)]

    assert len(keys[1].programs) > len(keys[0].programs)
    for source in (programs.reference, *programs.wrong.values()):
        one, other = (write_verdict(grader.grade_both(source, exercise, key)) for key in keys)
        assert one == other


@pytest.mark.usefixtures("lent")
def test_a_misconception_is_named_from_public_cases(bundle):
    rebinds = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n"

    verdict = grade_at(WorkerConfig.of(bundle, Tier.PROCESS), Work("step_no_grad", 2, rebinds))

    assert verdict.outcome is Outcome.FAILED
    assert verdict.misconceptions == ("rebinds_parameter",)
    assert not any(check.reason.hidden for check in verdict.checks if check.reason)


@pytest.mark.usefixtures("lent")
def test_advice_costs_nothing_on_hidden_cases_and_is_given(bundle):
    by_data = "def step_no_grad(W, lr):\n    W.data -= lr * W.grad\n"

    verdict = grade_at(WorkerConfig.of(bundle, Tier.PROCESS), Work("step_no_grad", 1, by_data))

    assert (verdict.outcome, verdict.advice) == (Outcome.PASSED, ("data_bypasses_autograd",))
