import math
from dataclasses import replace

import pytest
from builders import case_key, error, key_of, rubric_of, run_of, seen, tensor

from autograder.judging import (
    CheckVerdict,
    Difference,
    Kind,
    Outcome,
    Reason,
    ReasonKind,
    Relation,
    RelationKind,
    Rubric,
    Verdict,
    judge,
    judge_both,
    silent,
)
from autograder.judging.comparing import ABSENT
from autograder.observations import ErrorFact
from autograder.runs import End, LoadFailure, Run, Stop

KEY = key_of(claim=case_key(seen(raised=None, a=1.0), x=seen(raised=None, a=2.0)))
RUBRIC = rubric_of(claim=2)


def judged(observation, case=None, *, classifier=None, **rubric):
    """The verdict on one check with one case."""
    key = KEY if case is None else key_of(claim=case)
    return judge(run_of(claim=observation), key, rubric_of(claim=2, **rubric), classifier)


def reason_of(*args, **kwargs):
    (check,) = judged(*args, **kwargs).checks
    return check.reason


# -- passing and failing -----------------------------------------------------------------------


def test_a_submission_that_shows_what_the_reference_shows_passes_with_full_points():
    verdict = judged(seen(raised=None, a=1.0))

    assert verdict == Verdict(
        exercise="06_updates/step_no_grad",
        outcome=Outcome.PASSED,
        checks=(CheckVerdict("claim", Outcome.PASSED, 2, 2, None),),
    )


def test_a_submission_that_shows_something_else_fails_with_no_points():
    verdict = judged(seen(raised=None, a=7.5))

    (check,) = verdict.checks
    assert (verdict.outcome, check.outcome) == (Outcome.FAILED, Outcome.FAILED)
    assert (check.score, check.max_score) == (0.0, 2)


def test_values_within_tolerance_pass():
    assert judged(seen(raised=None, a=1.00001)).outcome is Outcome.PASSED


def test_every_case_counts():
    right, case = seen(a=1.0), case_key(seen(a=1.0))

    assert judged([right, right], [case, case]).outcome is Outcome.PASSED
    assert judged([right, seen(a=2.0)], [case, case]).outcome is Outcome.FAILED
    assert judged([seen(a=2.0), right], [case, case]).outcome is Outcome.FAILED


def test_checks_are_judged_in_the_rubrics_order_with_its_points():
    key = key_of(first=case_key(seen(a=1.0)), second=case_key(seen(b=1.0)))
    run = run_of(first=seen(a=1.0), second=seen(b=7.5))

    verdict = judge(run, key, rubric_of(second=3, first=0.5))

    assert [(check.check, check.score, check.max_score) for check in verdict.checks] == [
        ("second", 0.0, 3),
        ("first", 0.5, 0.5),
    ]
    assert (verdict.score, verdict.max_score) == (0.5, 3.5)


def test_a_check_outside_the_rubric_is_worth_nothing():
    key = key_of(claim=case_key(seen(a=1.0)), other=case_key(seen(a=1.0)))

    verdict = judge(run_of(claim=seen(a=1.0), other=seen(a=2.0)), key, RUBRIC)

    assert [check.check for check in verdict.checks] == ["claim"]
    assert verdict.outcome is Outcome.PASSED


def test_a_rubric_without_lines_is_passed_with_no_points():
    verdict = judge(Run(), KEY, Rubric(()))

    assert (verdict.outcome, verdict.score, verdict.max_score) == (Outcome.PASSED, 0, 0)


def test_a_verdict_carries_what_was_printed_and_how_long_it_took():
    run = replace(run_of(claim=seen(raised=None, a=1.0)), printed="hello\n", seconds=0.25)

    verdict = judge(run, KEY, RUBRIC)

    assert (verdict.printed, verdict.seconds) == ("hello\n", 0.25)


def test_a_verdict_bears_the_keys_exercise():
    verdict = judge(Run(), key_of("another/exercise", claim=case_key(seen(a=1.0))), RUBRIC)

    assert verdict.exercise == "another/exercise"


# -- reasons for what differs ------------------------------------------------------------------


def test_a_reason_holds_the_call_the_difference_and_the_relation():
    reason = reason_of(
        seen(raised=None, a=2.0), case_key(seen(raised=None, a=1.0, call="f(tensor(1.0))"))
    )

    assert reason == Reason(
        ReasonKind.DIFFERS,
        call="f(tensor(1.0))",
        difference=Difference("a", Kind.VALUE, 2.0, 1.0),
        relation=Relation(RelationKind.TIMES, 2.0),
    )


def test_the_call_is_the_references_not_the_childs():
    case = case_key(seen(a=1.0, call="f(1)"))

    assert reason_of(seen(a=2.0, call="give me points"), case).call == "f(1)"


def test_the_first_case_that_differs_gives_the_reason():
    cases = [case_key(seen(a=float(n), call=f"f({n})")) for n in (1, 2, 3)]

    reason = reason_of([seen(a=1.0), seen(a=7.0), seen(a=9.0)], cases)

    assert (reason.call, reason.difference.observed) == ("f(2)", 7.0)


def test_the_relation_is_found_with_the_references_sizes():
    case = case_key(seen(a=1.0, sizes={"N": 4}))

    assert reason_of(seen(a=4.0, sizes={"D": 4}), case).relation == Relation(
        RelationKind.NAMED_TIMES, 4.0, "N"
    )


def test_a_difference_in_shape_may_have_a_relation():
    case = case_key(seen(a=tensor(1, 2, 3)))

    assert reason_of(seen(a=tensor(1, 2, 3, shape=(3, 1))), case).relation == Relation(
        RelationKind.RESHAPED
    )


def test_a_difference_in_length_has_no_relation_but_is_asked_for_one():
    reason = reason_of(seen(a=(1.0, 2.0)), case_key(seen(a=(1.0, 2.0, 3.0))))

    assert (reason.difference.kind, reason.relation) == (Kind.LENGTH, None)


def test_a_difference_in_value_within_a_list_may_have_a_relation():
    reason = reason_of(seen(a=(2.0, 4.0)), case_key(seen(a=(1.0, 2.0))))

    assert reason.relation == Relation(RelationKind.TIMES, 2.0)


@pytest.mark.parametrize(
    ("observed", "expected", "kind"),
    [
        (tensor(2, dtype="float64"), tensor(1), Kind.DTYPE),
        ((2,), 1, Kind.TYPE),
    ],
)
def test_a_difference_in_type_or_dtype_has_no_relation(observed, expected, kind):
    reason = reason_of(seen(a=observed), case_key(seen(a=expected)))

    assert (reason.kind, reason.difference.kind, reason.relation) == (
        ReasonKind.DIFFERS,
        kind,
        None,
    )


def test_a_missing_fact_is_the_reason():
    reason = reason_of(seen(raised=None), case_key(seen(raised=None, a=1.0)))

    assert reason == Reason(
        ReasonKind.DIFFERS, difference=Difference("a", Kind.MISSING, ABSENT, 1.0)
    )


def test_not_finite_is_told_as_the_relation():
    assert reason_of(seen(raised=None, a=math.nan)).relation == Relation(RelationKind.NOT_FINITE)


# -- reasons for what was raised ---------------------------------------------------------------


def test_an_exception_is_told_as_one_and_the_check_errored():
    raised = error("ValueError", "no", 3, "x = y")

    verdict = judged(seen(raised=raised), case_key(seen(raised=None, a=1.0, call="f(1)")))

    (check,) = verdict.checks
    assert (verdict.outcome, check.outcome, check.score) == (Outcome.ERRORED, Outcome.ERRORED, 0.0)
    assert check.reason == Reason(
        ReasonKind.RAISED,
        call="f(1)",
        difference=Difference("raised", Kind.RAISED, raised, None),
        error=raised,
    )


def test_a_function_that_is_not_written_yet_failed():
    raised = error("NotImplementedError", "")

    verdict = judged(seen(raised=raised), case_key(seen(raised=None, call="f(1)")))

    (check,) = verdict.checks
    assert (check.outcome, check.score) == (Outcome.FAILED, 0.0)
    assert (check.reason.kind, check.reason.error) == (ReasonKind.NOT_WRITTEN, raised)
    assert check.reason.call == "f(1)"


def test_a_stub_that_says_something_is_not_written_yet_either():
    raised = error("NotImplementedError", "TODO", 5, 'raise NotImplementedError("TODO")')

    assert reason_of(seen(raised=raised), case_key(seen(raised=None))).kind is (
        ReasonKind.NOT_WRITTEN
    )


def test_torchs_own_not_implemented_error_is_raised_by_what_the_learner_wrote():
    raised = error("NotImplementedError", "Could not run 'aten::mm'", 5, "X @ W")

    verdict = judged(seen(raised=raised), case_key(seen(raised=None)))

    assert verdict.outcome is Outcome.ERRORED
    assert verdict.checks[0].reason.kind is ReasonKind.RAISED


def test_another_error_without_a_message_is_no_stub():
    raised = error("ValueError", "", 5, "raise NotImplementedError")

    assert reason_of(seen(raised=raised), case_key(seen(raised=None))).kind is ReasonKind.RAISED


def test_an_exception_other_than_the_expected_one_errored():
    expected, raised = error("ValueError", "a"), error("KeyError", "b")

    reason = reason_of(seen(raised=raised), case_key(seen(raised=expected)))

    assert (reason.kind, reason.error) == (ReasonKind.RAISED, raised)


def test_an_expected_exception_that_did_not_come_is_a_difference():
    expected = error("ValueError", "a")

    verdict = judged(seen(raised=None), case_key(seen(raised=expected)))

    assert verdict.outcome is Outcome.FAILED
    assert verdict.checks[0].reason == Reason(
        ReasonKind.DIFFERS, difference=Difference("raised", Kind.RAISED, None, expected)
    )


def test_an_exception_within_a_list_is_a_difference():
    reason = reason_of(seen(a=(error(),)), case_key(seen(a=(None,))))

    assert (reason.kind, reason.difference.kind) == (ReasonKind.DIFFERS, Kind.RAISED)
    assert reason.error is None


def test_an_exception_that_a_misconception_predicts_failed():
    raised = error("RuntimeError", "a leaf Variable")
    case = case_key(seen(raised=None), update_under_graph=seen(raised=raised))

    verdict = judged(seen(raised=raised), case)

    assert verdict.outcome is Outcome.FAILED
    assert verdict.misconceptions == ("update_under_graph",)
    assert verdict.checks[0].reason.kind is ReasonKind.RAISED
    assert verdict.checks[0].reason.misconceptions == ("update_under_graph",)


def test_the_classifier_decides_whether_exceptions_are_the_same():
    observed, case = seen(raised=error("A")), case_key(seen(raised=error("B")))

    assert judged(observed, case).outcome is Outcome.ERRORED
    assert judged(observed, case, classifier=lambda *_: "known").outcome is Outcome.PASSED


def test_the_classifier_helps_to_name_a_misconception():
    observed = seen(raised=error("A"))
    case = case_key(seen(raised=None), x=seen(raised=error("B")))

    def classify(type_name, message):
        return "known"

    assert judged(observed, case).misconceptions == ()
    assert judged(observed, case, classifier=classify).misconceptions == ("x",)


def test_the_classifier_helps_to_recognise_advice():
    observed = seen(raised=error("A"))
    case = case_key(seen(raised=None), x=seen(raised=error("B")))

    def classify(type_name, message):
        return "known"

    verdict = judged(observed, case, classifier=classify, advice=["x"])

    assert (verdict.outcome, verdict.advice) == (Outcome.PASSED, ("x",))
    assert judged(observed, case, advice=["x"]).advice == ()


# -- misconceptions and advice -----------------------------------------------------------------


def test_a_misconception_that_predicts_what_was_seen_is_named():
    verdict = judged(seen(raised=None, a=2.0))

    assert verdict.misconceptions == ("x",)
    assert verdict.checks[0].reason.misconceptions == ("x",)
    assert verdict.checks[0].reason.kind is ReasonKind.DIFFERS


def test_a_program_is_named_by_its_misconception():
    case = case_key(seen(a=1.0), x__another_way=seen(a=2.0))

    assert judged(seen(a=2.0), case).misconceptions == ("x",)


def test_misconceptions_come_in_the_rubrics_order_and_once():
    cases = {
        name: case_key(seen(a=1.0), x=seen(a=2.0), y=seen(a=3.0))
        for name in ("first", "second", "third")
    }
    run = run_of(first=seen(a=2.0), second=seen(a=3.0), third=seen(a=2.0))

    verdict = judge(run, key_of(**cases), rubric_of(second=1, first=1, third=1))

    assert verdict.misconceptions == ("y", "x")


def test_a_misconception_of_a_check_outside_the_rubric_is_not_told():
    key = key_of(
        claim=case_key(seen(a=1.0), x=seen(a=1.0)), other=case_key(seen(a=1.0), x=seen(a=2.0))
    )

    verdict = judge(run_of(claim=seen(a=1.0), other=seen(a=2.0)), key, RUBRIC)

    assert verdict.misconceptions == ()


def test_the_order_of_the_rubric_breaks_ties():
    case = case_key(seen(a=1.0), x=seen(a=2.0), y=seen(a=2.0))

    assert judged(seen(a=2.0), case, order=["y", "x"]).misconceptions == ("y",)
    assert judged(seen(a=2.0), case, order=["x", "y"]).misconceptions == ("x",)


def test_what_fails_a_check_that_passed_by_the_classifiers_word_explains_nothing():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), wide=seen(a=2.0)),
        second=case_key(
            seen(raised=error("A")), basic=seen(raised=None), wide=seen(raised=error("B"))
        ),
        third=case_key(seen(c=1.0), basic=seen(c=9.0), wide=seen(c=9.0)),
    )
    run = run_of(first=seen(a=2.0), second=seen(raised=error("B")), third=seen(c=7.0))

    verdict = judge(
        run, key, rubric_of(first=1, second=1, third=1, order=["basic", "wide"]), lambda *_: "known"
    )

    assert [check.outcome for check in verdict.checks] == [
        Outcome.FAILED,
        Outcome.PASSED,
        Outcome.FAILED,
    ]
    assert verdict.misconceptions == ("wide",)


def test_advice_costs_no_points_and_is_told():
    case = case_key(seen(a=1.0, behind=False), data=seen(a=1.0, behind=True))

    verdict = judged(seen(a=1.0, behind=True), case, advice=["data"])

    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 2)
    assert (verdict.misconceptions, verdict.advice) == ((), ("data",))


def test_beside_advice_a_misconception_is_still_named():
    case = case_key(
        seen(a=1.0, behind=False), data=seen(a=1.0, behind=True), x=seen(a=2.0, behind=False)
    )

    verdict = judged(seen(a=2.0, behind=True), case, advice=["data"])

    assert (verdict.outcome, verdict.misconceptions, verdict.advice) == (
        Outcome.FAILED,
        ("x",),
        ("data",),
    )


def test_advice_is_never_named_as_a_misconception():
    case = case_key(seen(a=1.0, t=False), data=seen(a=2.0, t=True))

    verdict = judged(seen(a=7.0, t=True), case, advice=["data"])

    assert (verdict.outcome, verdict.misconceptions) == (Outcome.FAILED, ())


def test_an_incomplete_check_gives_no_advice():
    case = case_key(seen(t=False), data=seen(t=True))

    verdict = judged(seen(t=True), [case, case], advice=["data"])

    assert verdict.advice == ()


# -- what could not be judged ------------------------------------------------------------------


def not_judged(**run):
    verdict = judge(Run(**run), KEY, RUBRIC)
    (check,) = verdict.checks
    assert verdict.outcome is check.outcome
    return check


FAILURE = LoadFailure("syntax", error("SyntaxError", "invalid syntax", 3))


def test_a_submission_that_could_not_be_loaded_errored():
    check = not_judged(load=FAILURE)

    assert (check.outcome, check.score, check.max_score) == (Outcome.ERRORED, 0.0, 2)
    assert check.reason == Reason(ReasonKind.LOAD, load=FAILURE, error=FAILURE.error)


def test_a_bug_of_ours_costs_no_points():
    check = not_judged(broken={"claim": "KeyError: 'x' (checks.py:3)"})

    assert (check.outcome, check.score, check.max_score) == (Outcome.BROKEN, 2, 2)
    assert check.reason == Reason(ReasonKind.BROKEN, detail="KeyError: 'x' (checks.py:3)")


def test_a_broken_check_is_not_judged_though_all_its_cases_were_seen():
    run = replace(run_of(claim=seen(raised=None, a=2.0)), broken={"claim": "bug"})

    (check,) = judge(run, KEY, RUBRIC).checks

    assert (check.outcome, check.score) == (Outcome.BROKEN, 2)


def test_a_bug_in_another_check_does_not_matter():
    assert not_judged(broken={"other": "bug"}).outcome is Outcome.SKIPPED


def test_a_timeout_is_told_as_one():
    check = not_judged(stops={"claim": Stop(End.TIMEOUT, "5 s")})

    assert (check.outcome, check.score) == (Outcome.TIMEOUT, 0.0)
    assert check.reason == Reason(ReasonKind.STOPPED, end=End.TIMEOUT, detail="5 s")


@pytest.mark.parametrize("end", [End.CRASHED, End.FLOODED, End.MALFORMED])
def test_any_other_early_end_errored(end):
    check = not_judged(stops={"claim": Stop(end, "SIGSEGV")})

    assert (check.outcome, check.score) == (Outcome.ERRORED, 0.0)
    assert check.reason == Reason(ReasonKind.STOPPED, end=end, detail="SIGSEGV")


@pytest.mark.parametrize("end", list(End))
def test_a_check_that_was_not_reached_is_skipped(end):
    check = not_judged(end=end)

    assert (check.outcome, check.score) == (Outcome.SKIPPED, 0.0)
    assert check.reason == Reason(ReasonKind.NOT_RUN, end=end)


def test_a_timeout_of_the_run_is_not_a_timeout_of_a_check_it_did_not_reach():
    assert not_judged(end=End.TIMEOUT, stops={"other": Stop(End.TIMEOUT)}).outcome is (
        Outcome.SKIPPED
    )


def test_a_load_failure_is_told_before_anything_else():
    check = not_judged(load=FAILURE, broken={"claim": "bug"}, stops={"claim": Stop(End.CRASHED)})

    assert check.reason.kind is ReasonKind.LOAD


def test_a_bug_of_ours_is_told_before_an_early_end():
    check = not_judged(broken={"claim": "bug"}, stops={"claim": Stop(End.CRASHED)})

    assert check.reason.kind is ReasonKind.BROKEN


def test_a_check_with_fewer_cases_than_the_key_is_not_judged():
    case, right = case_key(seen(a=1.0)), seen(a=1.0)

    assert judged(right, [case, case]).outcome is Outcome.SKIPPED
    assert judged([right, right, right], [case, case]).outcome is Outcome.SKIPPED


def test_a_check_that_stopped_in_a_later_case_is_not_judged_by_the_first():
    case = case_key(seen(a=1.0))
    run = replace(run_of(claim=seen(a=7.5)), stops={"claim": Stop(End.TIMEOUT)})

    verdict = judge(run, key_of(claim=[case, case]), RUBRIC)

    assert verdict.outcome is Outcome.TIMEOUT


def test_a_check_that_the_key_does_not_have_is_skipped():
    verdict = judge(run_of(other=seen(a=1.0)), KEY, rubric_of(other=1))

    assert verdict.outcome is Outcome.SKIPPED


# -- the one word for an exercise --------------------------------------------------------------


def overall(*outcomes):
    """The outcome of an exercise whose checks have these outcomes."""
    names = [f"check_{number}" for number in range(len(outcomes))]
    observations, broken, stops = {}, {}, {}
    for name, outcome in zip(names, outcomes, strict=True):
        if outcome is Outcome.PASSED:
            observations[name] = (seen(raised=None, a=1.0),)
        elif outcome is Outcome.FAILED:
            observations[name] = (seen(raised=None, a=7.5),)
        elif outcome is Outcome.ERRORED:
            observations[name] = (seen(raised=error()),)
        elif outcome is Outcome.TIMEOUT:
            stops[name] = Stop(End.TIMEOUT)
        elif outcome is Outcome.BROKEN:
            broken[name] = "bug"
    key = key_of(**dict.fromkeys(names, KEY.checks["claim"][0]))
    run = Run(observations, broken, stops=stops)
    verdict = judge(run, key, rubric_of(**dict.fromkeys(names, 1)))
    assert [check.outcome for check in verdict.checks] == list(outcomes)
    return verdict.outcome


DRASTIC_FIRST = [
    Outcome.BROKEN,
    Outcome.TIMEOUT,
    Outcome.ERRORED,
    Outcome.FAILED,
    Outcome.SKIPPED,
    Outcome.PASSED,
]


@pytest.mark.parametrize("number", range(len(DRASTIC_FIRST)))
def test_the_most_drastic_outcome_of_a_check_is_the_exercises(number):
    assert overall(*reversed(DRASTIC_FIRST[number:])) is DRASTIC_FIRST[number]
    assert overall(*DRASTIC_FIRST[number:]) is DRASTIC_FIRST[number]


def test_the_outcomes_are_the_words_of_the_json_contract():
    assert {str(outcome) for outcome in Outcome} == {
        "passed",
        "failed",
        "errored",
        "timeout",
        "skipped",
        "broken",
    }


# -- exceptions that a torch version words anew ----------------------------------------------------


def test_a_reworded_exception_passes_only_where_the_classifier_knows_it():
    case = case_key(seen(raised=ErrorFact("RuntimeError", "old words")))
    reworded = seen(raised=ErrorFact("RuntimeError", "new words"))

    assert judged(reworded, case, classifier=lambda *_: "known").outcome is Outcome.PASSED
    assert judged(reworded, case).outcome is Outcome.ERRORED


def test_a_reworded_exception_of_a_wrong_program_is_still_named():
    wrong = seen(raised=ErrorFact("RuntimeError", "old words"))
    case = case_key(seen(raised=None), rebinds_parameter=wrong)
    reworded = seen(raised=ErrorFact("RuntimeError", "new words"))

    verdict = judged(reworded, case, classifier=lambda *_: "known")

    assert verdict.misconceptions == ("rebinds_parameter",)
    assert not judged(reworded, case).misconceptions


def test_an_exception_of_torchs_own_is_no_unwritten_stub():
    torchs = ErrorFact("NotImplementedError", "nothing for Long", 3, "loss_fn(y, prediction)")
    stubs = ErrorFact("NotImplementedError", "", 3, "raise NotImplementedError")
    case = case_key(seen(raised=None))

    assert reason_of(seen(raised=torchs), case).kind is ReasonKind.RAISED
    assert reason_of(seen(raised=stubs), case).kind is ReasonKind.NOT_WRITTEN


# Public and hidden cases together


def shown(value, outcome=Outcome.PASSED, reason=None, **more):
    check = CheckVerdict("claim", outcome, 0.0, 1.0, reason, {"points": value}, {"curve": value})
    return Verdict("exercise", outcome, (check,), **more)


def hidden(outcome=Outcome.PASSED, reason=None):
    return silent(shown(("secret",), outcome, reason))


def test_what_hidden_cases_have_to_show_stays_a_secret():
    (check,) = hidden().checks

    assert (dict(check.recording), dict(check.expected_recording)) == ({}, {})


def test_a_right_answer_is_shown_on_its_public_cases():
    kept = judge_both(shown(("public",)), hidden())

    assert kept.checks[0].recording == {"points": ("public",)}
    assert kept.outcome is Outcome.PASSED


FAILED = Reason(ReasonKind.DIFFERS)


def test_what_fails_in_public_alone_costs_nothing_and_shows_nothing():
    kept = judge_both(shown(("public",), Outcome.FAILED, FAILED), hidden())

    assert kept.outcome is Outcome.PASSED
    assert dict(kept.checks[0].recording) == {}


@pytest.mark.parametrize(
    "secret", [Outcome.FAILED, Outcome.ERRORED, Outcome.TIMEOUT, Outcome.SKIPPED]
)
@pytest.mark.parametrize("public", [Outcome.FAILED, Outcome.ERRORED, Outcome.TIMEOUT])
def test_what_fails_on_both_is_told_by_the_public_case(secret, public):
    both = judge_both(shown(("public",), public, FAILED), hidden(secret, FAILED))

    assert both.outcome is public
    assert both.checks[0].recording == {"points": ("public",)}
    assert not both.checks[0].reason.hidden


@pytest.mark.parametrize("public", [Outcome.PASSED, Outcome.SKIPPED, Outcome.BROKEN])
def test_what_only_hidden_cases_show_is_told_silently(public):
    both = judge_both(shown(("public",), public), hidden(Outcome.FAILED, FAILED))

    assert both.outcome is Outcome.FAILED
    assert both.checks[0].reason.hidden
    assert dict(both.checks[0].recording) == {}


def test_what_broke_on_our_side_on_hidden_cases_costs_nothing_whatever_public_ones_show():
    broken = CheckVerdict("claim", Outcome.BROKEN, 1.0, 1.0, Reason(ReasonKind.BROKEN))
    both = judge_both(
        shown(("public",), Outcome.FAILED, FAILED),
        silent(Verdict("exercise", Outcome.BROKEN, (broken,))),
    )

    assert (both.outcome, both.score) == (Outcome.BROKEN, 1.0)


def test_advice_prints_and_misconceptions_are_those_of_the_public_cases():
    reason = Reason(ReasonKind.DIFFERS, misconceptions=("named",))
    told = {"advice": ("kind",), "printed": "hello"}
    both = judge_both(
        shown((), Outcome.FAILED, reason, **told),
        hidden(Outcome.FAILED, Reason(ReasonKind.DIFFERS, misconceptions=("leak",))),
    )

    assert (both.misconceptions, both.advice, both.printed) == (("named",), ("kind",), "hello")
