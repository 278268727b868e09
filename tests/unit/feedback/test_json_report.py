"""The JSON of ``gradlings check --json``, key by key as DESIGN.md promises it to other programs."""

from __future__ import annotations

import json

import pytest
from courses import miniature_course

from autograder.feedback import feedback_on, json_report
from autograder.judging import (
    CheckVerdict,
    Difference,
    Kind,
    Outcome,
    Reason,
    ReasonKind,
    Verdict,
)
from autograder.languages import words_in

COURSE = miniature_course()
DIFFERS = Reason(
    ReasonKind.DIFFERS,
    "step(w)",
    Difference("w", Kind.VALUE, 3, 2),
    misconceptions=("climbs_the_gradient",),
)


def feedback(outcome=Outcome.FAILED, score=0.0, reason=DIFFERS, **more):
    check = CheckVerdict("w_moves_against_its_gradient", outcome, score, 2.0, reason)
    verdict = Verdict("step", outcome, (check,), **more)
    return feedback_on(verdict, COURSE.exercise("step"), COURSE, words_in("en"))


def result(*args, **more):
    (found,) = json_report([feedback(*args, **more)])["results"]
    return found


def test_report_is_an_object_of_schema_1_with_a_list_of_results():
    assert json_report([]) == {"schema": 1, "results": []}


def test_each_exercise_is_one_result_in_the_order_given():
    report = json_report([feedback(), feedback(Outcome.PASSED, 2.0, None)])

    assert [found["outcome"] for found in report["results"]] == ["failed", "passed"]


def test_a_result_has_these_keys_and_no_others():
    assert list(result()) == [
        "exercise",
        "score",
        "max_score",
        "outcome",
        "checks",
        "misconceptions",
        "advice",
    ]


def test_a_check_has_these_keys_and_no_others():
    (check,) = result()["checks"]

    assert list(check) == ["name", "outcome", "score", "max_score", "message"]


def test_exercise_is_its_id():
    assert result()["exercise"] == "step"


def test_scores_are_the_points_of_the_verdict():
    found = result()

    assert (found["score"], found["max_score"]) == (0.0, 2.0)


def test_misconceptions_are_ids():
    found = result(misconceptions=("climbs_the_gradient",))

    assert found["misconceptions"] == ["climbs_the_gradient"]


def test_advice_is_ids_too():
    found = result(Outcome.PASSED, 2.0, None, advice=("data_bypasses_autograd",))

    assert found["advice"] == ["data_bypasses_autograd"]


def test_lists_are_there_when_they_are_empty():
    found = result(Outcome.PASSED, 2.0, None)

    assert (found["misconceptions"], found["advice"]) == ([], [])


def test_a_check_is_named_as_the_function_that_observes_it():
    assert result()["checks"][0]["name"] == "w_moves_against_its_gradient"


def test_a_check_has_its_own_scores():
    (check,) = result(Outcome.PASSED, 2.0, None)["checks"]

    assert (check["score"], check["max_score"]) == (2.0, 2.0)


def test_message_is_the_feedback_as_plain_text():
    assert result()["checks"][0]["message"] == (
        "Climbs the gradient (climbs_the_gradient)\n"
        "The gradient points uphill; a step that makes the loss smaller goes against it.\n"
        "called step(w)\n"
        "expected w = 2\n"
        "observed w = 3"
    )


def test_message_of_a_passed_check_is_empty():
    assert result(Outcome.PASSED, 2.0, None)["checks"][0]["message"] == ""


@pytest.mark.parametrize("word", ["passed", "failed", "errored", "timeout", "skipped", "broken"])
def test_outcome_is_one_of_six_words(word):
    found = result(Outcome(word))

    assert (found["outcome"], found["checks"][0]["outcome"]) == (word, word)


def test_there_is_no_seventh_outcome():
    assert len(Outcome) == 6


def test_report_is_json_as_it_stands():
    report = json_report([feedback(misconceptions=("climbs_the_gradient",))])

    assert json.loads(json.dumps(report, allow_nan=False)) == report
