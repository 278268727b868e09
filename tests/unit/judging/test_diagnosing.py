from types import MappingProxyType

import pytest
from builders import case_key, error, key_of, seen, tensor

from autograder.judging.diagnosing import Diagnosis, diagnose, set_advice_aside
from autograder.observations import ObjectFact


def named(key, order=(), advice=(), classifier=None, failed=None, **observed):
    """By failed check, the program named, or those if several are; *observed* is one observation or several, by check."""
    shown = {
        check: tuple(cases) if isinstance(cases, list) else (cases,)
        for check, cases in observed.items()
    }
    diagnosis = diagnose(
        shown,
        shown if failed is None else failed,
        key,
        advice=frozenset(advice),
        order=order,
        classifier=classifier,
    )
    return {
        check: programs[0] if len(programs) == 1 else programs
        for check, programs in diagnosis.programs.items()
    }


# -- a diagnosis -------------------------------------------------------------------------------


def test_a_diagnosis_names_the_misconception_of_a_checks_program():
    diagnosis = Diagnosis({"claim": ("rebinds.twice", "alias")})

    assert diagnosis.misconceptions("claim") == ("rebinds", "alias")


def test_a_diagnosis_names_nothing_for_a_check_without_program():
    assert Diagnosis({"claim": ("x",)}).misconceptions("other") == ()
    assert Diagnosis().misconceptions("claim") == ()


# -- a program shown everywhere ----------------------------------------------------------------


def test_a_program_that_shows_the_same_on_every_case_of_every_check_is_named():
    key = key_of(
        first=[case_key(seen(a=1), x=seen(a=2)), case_key(seen(a=3), x=seen(a=4))],
        second=case_key(seen(b=1), x=seen(b=2)),
    )

    assert named(key, first=[seen(a=2), seen(a=4)], second=seen(b=2)) == {
        "first": "x",
        "second": "x",
    }


def test_a_program_shown_everywhere_is_named_for_failed_checks_only():
    key = key_of(first=case_key(seen(a=1), x=seen(a=2)), second=case_key(seen(b=1), x=seen(b=1)))

    assert named(key, first=seen(a=2), second=seen(b=1), failed=["first"]) == {"first": "x"}


def test_a_check_that_failed_but_was_not_observed_is_not_explained():
    key = key_of(first=case_key(seen(a=1), x=seen(a=2)), second=case_key(seen(b=1), x=seen(b=2)))

    assert named(key, first=seen(a=2), failed=["first", "second"]) == {"first": "x"}
    assert named(key, first=seen(a=7), failed=["second"]) == {}


def test_nothing_is_named_where_nothing_fits():
    key = key_of(claim=case_key(seen(a=1.0), x=seen(a=2.0)))

    assert named(key, claim=seen(a=3.0)) == {}


def test_one_case_that_differs_spoils_the_fit():
    key = key_of(claim=[case_key(seen(a=1.0), x=seen(a=2.0)), case_key(seen(a=1.0), x=seen(a=2.0))])

    assert named(key, claim=[seen(a=2.0), seen(a=3.0)]) == {}
    assert named(key, claim=[seen(a=3.0), seen(a=2.0)]) == {}


def test_a_program_that_differs_from_the_reference_in_one_case_only_can_be_named():
    key = key_of(claim=[case_key(seen(a=1.0), x=seen(a=1.0)), case_key(seen(a=1.0), x=seen(a=2.0))])

    assert named(key, claim=[seen(a=1.0), seen(a=2.0)]) == {"claim": "x"}


def test_a_program_that_shows_what_the_reference_shows_is_never_named():
    key = key_of(claim=case_key(seen(a=1), x=seen(a=1)))

    assert named(key, claim=seen(a=1)) == {}


def test_values_within_tolerance_fit():
    key = key_of(claim=case_key(seen(a=1.0), x=seen(a=2.0)))

    assert named(key, claim=seen(a=2.00001)) == {"claim": "x"}


def test_an_error_fits_by_the_classifiers_word():
    key = key_of(claim=case_key(seen(raised=None), x=seen(raised=error("A", "one"))))
    observed = seen(raised=error("B", "other"))

    assert named(key, claim=observed) == {}
    assert named(key, claim=observed, classifier=lambda *_: "known") == {"claim": "x"}


def test_a_program_whose_error_the_classifier_takes_for_the_references_is_never_named():
    key = key_of(claim=case_key(seen(raised=error("A", "1st")), x=seen(raised=error("B", "2nd"))))

    assert named(key, claim=seen(raised=error("B", "2nd"))) == {"claim": "x"}
    assert named(key, claim=seen(raised=error("B", "2nd")), classifier=lambda *_: "known") == {}


def test_an_extra_fact_spoils_the_fit():
    key = key_of(claim=case_key(seen(a=1.0), x=seen(a=2.0)))

    assert named(key, claim=seen(a=2.0, b=1.0)) == {}


def test_a_lacking_fact_can_be_the_fit():
    key = key_of(claim=case_key(seen(a=1.0, b=1.0), x=seen(b=1.0)))

    assert named(key, claim=seen(b=1.0)) == {"claim": "x"}


def test_a_check_that_the_key_does_not_have_does_not_matter():
    key = key_of(first=case_key(seen(a=1.0), x=seen(a=2.0)))

    assert named(key, first=seen(a=2.0), other=seen(b=7.0), failed=["first"]) == {"first": "x"}


# -- several programs that fit -----------------------------------------------------------------


def test_a_program_that_fits_everywhere_wins_over_one_that_fits_one_check():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), x=seen(a=2.0)),
        second=case_key(seen(b=1.0), basic=seen(b=9.0), x=seen(b=2.0)),
    )

    assert named(key, order=["basic", "x"], first=seen(a=2.0), second=seen(b=2.0)) == {
        "first": "x",
        "second": "x",
    }


def leaning(key, order=(), **observed):
    """The checks that owe their name to others."""
    shown = {check: (seen,) for check, seen in observed.items()}
    return diagnose(shown, shown, key, order=order).leaning


def test_a_check_that_would_get_another_name_by_itself_leans_on_the_others():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), x=seen(a=2.0)),
        second=case_key(seen(b=1.0), basic=seen(b=3.0), x=seen(b=2.0)),
    )

    assert leaning(key, order=["basic", "x"], first=seen(a=2.0), second=seen(b=2.0)) == {"first"}


def test_a_check_that_would_get_no_name_by_itself_leans_on_the_others():
    key = key_of(
        first=case_key(
            seen(a=1.0), x=seen(a=2.0, clues={"c": "x"}), y=seen(a=2.0, clues={"c": "y"})
        ),
        second=case_key(seen(b=1.0), x=seen(b=2.0), y=seen(b=3.0)),
    )

    assert leaning(key, first=seen(a=2.0), second=seen(b=2.0)) == {"first"}


def test_checks_that_one_idea_alone_explains_lean_on_none():
    key = key_of(
        first=case_key(seen(a=1.0), x=seen(a=2.0)),
        second=case_key(seen(b=1.0), x=seen(b=2.0)),
    )

    assert leaning(key, first=seen(a=2.0), second=seen(b=2.0)) == frozenset()


def test_two_programs_of_one_idea_leave_no_doubt_to_lean_on():
    key = key_of(
        first=case_key(seen(a=1.0), **{"x": seen(a=2.0), "x.late": seen(a=2.0)}),
        second=case_key(seen(b=1.0), **{"x": seen(b=2.0), "x.late": seen(b=3.0)}),
    )

    assert leaning(key, first=seen(a=2.0), second=seen(b=2.0)) == frozenset()


def test_a_check_leans_where_another_failure_made_its_program_likelier():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), wide=seen(a=2.0)),
        second=case_key(seen(b=1.0), basic=seen(b=8.0), wide=seen(b=2.0)),
        third=case_key(seen(c=1.0), basic=seen(c=9.0), wide=seen(c=9.0)),
    )
    observed = {"first": seen(a=2.0), "second": seen(b=2.0), "third": seen(c=7.0)}

    assert leaning(key, order=["basic", "wide"], **observed) == {"first"}


def test_a_program_that_fits_the_checks_that_passed_too_wins_over_a_basic_one():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), x=seen(a=2.0)),
        second=case_key(seen(b=1.0), basic=seen(b=9.0), x=seen(b=1.0)),
    )

    assert named(
        key, order=["basic", "x"], failed=["first"], first=seen(a=2.0), second=seen(b=1.0)
    ) == {"first": "x"}


def test_clues_tell_two_programs_apart():
    key = key_of(
        claim=case_key(
            seen(a=1.0, clues={"c": ""}),
            x=seen(a=2.0, clues={"c": "x"}),
            y=seen(a=2.0, clues={"c": "y"}),
        )
    )

    assert named(key, claim=seen(a=2.0, clues={"c": "x"})) == {"claim": "x"}
    assert named(key, claim=seen(a=2.0, clues={"c": "y"})) == {"claim": "y"}


def test_clues_of_every_check_count():
    both = {
        "x": seen(a=2.0, clues={"c": "x"}),
        "y": seen(a=2.0, clues={"c": "y"}),
    }
    key = key_of(first=case_key(seen(a=1.0), **both), second=case_key(seen(a=1.0), **both))

    assert named(key, first=both["y"], second=both["y"]) == {"first": "y", "second": "y"}


def test_where_no_program_has_the_clues_and_the_ideas_differ_none_is_named():
    key = key_of(
        claim=case_key(
            seen(a=1.0, clues={"c": ""}),
            x=seen(a=2.0, clues={"c": "x"}),
            y=seen(a=2.0, clues={"c": "y"}),
        )
    )

    assert named(key, claim=seen(a=2.0, clues={"c": "z"})) == {}
    assert named(key, claim=seen(a=2.0)) == {}


def rivals(x, y):
    """A key with two programs that differ in clues alone."""
    return key_of(
        claim=case_key(seen(a=1.0), x=seen(a=2.0, clues=x), y=seen(a=2.0, clues=y)),
    )


def test_a_clue_in_which_the_programs_agree_does_not_matter():
    key = rivals({"c": "x", "same": 1}, {"c": "y", "same": 1})

    assert named(key, claim=seen(a=2.0, clues={"c": "x", "same": 9})) == {"claim": "x"}
    assert named(key, claim=seen(a=2.0, clues={"c": "y"})) == {"claim": "y"}


def test_a_clue_that_no_program_has_does_not_matter():
    key = rivals({"c": "x"}, {"c": "y"})

    assert named(key, claim=seen(a=2.0, clues={"c": "y", "more": 1})) == {"claim": "y"}


def test_a_clue_that_one_program_has_tells_it_from_one_that_lacks_it():
    key = rivals({"c": 1}, {})

    assert named(key, claim=seen(a=2.0, clues={"c": 1})) == {"claim": "x"}
    assert named(key, claim=seen(a=2.0)) == {"claim": "y"}
    assert named(key, claim=seen(a=2.0, clues={"c": 2})) == {}


def test_a_clue_that_is_none_is_told_from_one_that_is_not_there():
    key = rivals({"c": None}, {})

    assert named(key, claim=seen(a=2.0, clues={"c": None})) == {"claim": "x"}
    assert named(key, claim=seen(a=2.0)) == {"claim": "y"}
    assert named(key, claim=seen(a=2.0, clues={"c": 2})) == {}


def test_errors_that_the_classifier_names_alike_do_not_tell_programs_apart():
    key = rivals({"c": error("A")}, {"c": error("B")})
    observed = seen(a=2.0, clues={"c": 5})

    assert named(key, claim=observed) == {}
    assert named(key, claim=observed, classifier=lambda *_: "known") == {"claim": "x"}


def test_every_clue_in_which_the_programs_differ_has_to_be_there():
    key = rivals({"c": "x", "d": "x"}, {"c": "y", "d": "y"})

    assert named(key, claim=seen(a=2.0, clues={"c": "x", "d": "x"})) == {"claim": "x"}
    assert named(key, claim=seen(a=2.0, clues={"c": "x", "d": "y"})) == {}
    assert named(key, claim=seen(a=2.0, clues={"c": "y", "d": "x"})) == {}


def test_clues_decide_on_every_case():
    x, y, alike = ({"c": name} for name in ("x", "y", "alike"))
    key = key_of(
        claim=[
            case_key(seen(a=1.0), x=seen(a=2.0, clues=alike), y=seen(a=2.0, clues=alike)),
            case_key(seen(a=1.0), x=seen(a=2.0, clues=x), y=seen(a=2.0, clues=y)),
        ]
    )

    assert named(key, claim=[seen(a=2.0), seen(a=2.0, clues=y)]) == {"claim": "y"}
    assert named(key, claim=[seen(a=2.0, clues=y), seen(a=2.0)]) == {}


def test_clues_of_a_program_that_does_not_fit_do_not_matter():
    key = key_of(
        claim=case_key(
            seen(a=1.0),
            x=seen(a=2.0, clues={"c": 1}),
            y=seen(a=2.0, clues={"c": 1}),
            other=seen(a=3.0, clues={"c": 2}),
        )
    )

    assert named(key, order=["y", "x"], claim=seen(a=2.0, clues={"c": 9})) == {"claim": "y"}


def test_where_several_programs_fit_traits_are_not_asked():
    key = key_of(
        claim=case_key(
            seen(t=True, a=1.0),
            x=seen(t=False, a=2.0, clues={"c": "x"}),
            y=seen(t=False, a=2.0, clues={"c": "y"}),
        ),
        other=case_key(seen(b=1.0), x=seen(b=2.0), y=seen(b=3.0)),
    )

    assert named(key, claim=seen(t=False, a=2.0), other=seen(b=7.0)) == {}


def test_programs_of_one_idea_need_no_clues():
    key = key_of(
        claim=case_key(
            seen(a=1.0),
            x__one=seen(a=2.0, clues={"c": "one"}),
            x__two=seen(a=2.0, clues={"c": "two"}),
        )
    )

    assert named(key, claim=seen(a=2.0)) == {"claim": "x.one"}


def test_one_program_that_fits_needs_no_clues():
    key = key_of(claim=case_key(seen(a=1.0), x=seen(a=2.0, clues={"c": "x"})))

    assert named(key, claim=seen(a=2.0)) == {"claim": "x"}


def test_clues_of_errors_are_compared_by_the_classifier():
    key = key_of(
        claim=case_key(
            seen(a=1.0),
            x=seen(a=2.0, clues={"c": error("A")}),
            y=seen(a=2.0, clues={"c": "y"}),
        )
    )
    observed = seen(a=2.0, clues={"c": error("B")})

    assert named(key, claim=observed) == {}
    assert named(key, claim=observed, classifier=lambda *_: "known") == {"claim": "x"}


def test_the_basic_program_is_named_where_even_the_clues_are_the_same():
    wrong = seen(a=2.0)
    key = key_of(claim=case_key(seen(a=1.0), b=wrong, c=wrong, a=wrong))

    assert named(key, order=["c", "b"], claim=wrong) == {"claim": "c"}
    assert named(key, order=["b", "c"], claim=wrong) == {"claim": "b"}


def test_programs_of_no_rank_come_last_and_by_name():
    wrong = seen(a=2.0)
    key = key_of(claim=case_key(seen(a=1.0), b=wrong, c=wrong, a=wrong))

    assert named(key, claim=wrong) == {"claim": "a"}
    assert named(key, order=["c"], claim=wrong) == {"claim": "c"}


def test_a_program_is_ranked_by_its_misconception():
    wrong = seen(a=2.0)
    key = key_of(claim=case_key(seen(a=1.0), a=wrong, b__more=wrong))

    assert named(key, order=["b", "a"], claim=wrong) == {"claim": "b.more"}


def test_advice_is_never_named():
    wrong = seen(a=2.0)
    key = key_of(claim=case_key(seen(a=1.0), x=wrong, x__more=wrong, y=wrong))

    assert named(key, advice=["x"], claim=wrong) == {"claim": "y"}
    assert named(key, advice=["x", "y"], claim=wrong) == {}


# -- check by check ----------------------------------------------------------------------------


def test_each_check_can_have_its_own_program():
    key = key_of(
        first=case_key(seen(a=1.0), x=seen(a=2.0), y=seen(a=1.0)),
        second=case_key(seen(b=1.0), x=seen(b=1.0), y=seen(b=2.0)),
    )

    assert named(key, first=seen(a=2.0), second=seen(b=2.0)) == {"first": "x", "second": "y"}


def test_a_check_that_nothing_explains_leaves_the_others_named():
    key = key_of(
        first=case_key(seen(a=1.0), x=seen(a=2.0)), second=case_key(seen(b=1.0), x=seen(b=2.0))
    )

    assert named(key, first=seen(a=2.0), second=seen(b=7.0)) == {"first": "x"}
    assert named(key, first=seen(a=7.0), second=seen(b=2.0)) == {"second": "x"}


def test_a_program_that_explains_another_failure_too_is_likelier_than_a_basic_one():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), wide=seen(a=2.0)),
        second=case_key(seen(b=1.0), basic=seen(b=8.0), wide=seen(b=2.0)),
        third=case_key(seen(c=1.0), basic=seen(c=2.0), wide=seen(c=2.0)),
        fourth=case_key(seen(d=1.0), basic=seen(d=9.0), wide=seen(d=9.0)),
    )
    observed = {
        "first": seen(a=2.0),
        "second": seen(b=2.0),
        "third": seen(c=2.0),
        "fourth": seen(d=7.0),
    }

    assert named(key, order=["basic", "wide"], **observed) == {
        "first": "wide",
        "second": "wide",
        "third": "wide",
    }


def test_a_program_that_fails_what_the_submission_passes_explains_nothing():
    key = key_of(
        first=case_key(seen(a=1.0), basic=seen(a=2.0), wide=seen(a=2.0)),
        second=case_key(seen(b=1.0), basic=seen(b=8.0), wide=seen(b=1.0)),
        third=case_key(seen(c=1.0), basic=seen(c=3.0), wide=seen(c=3.0)),
    )
    observed = {"first": seen(a=2.0), "second": seen(b=1.0), "third": seen(c=7.0)}

    assert named(key, order=["basic", "wide"], failed=["first", "third"], **observed) == {
        "first": "wide"
    }


def test_a_check_that_did_not_run_speaks_against_no_program():
    key = key_of(
        first=case_key(seen(a=1.0), x=seen(a=2.0)), second=case_key(seen(b=1.0), x=seen(b=2.0))
    )

    assert named(key, failed=["first"], first=seen(a=2.0)) == {"first": "x"}


def test_of_equally_likely_programs_the_basic_one_is_named():
    key = key_of(
        first=case_key(seen(a=1.0), a=seen(a=2.0), b=seen(a=2.0)),
        second=case_key(seen(b=1.0), a=seen(b=3.0), b=seen(b=3.0)),
    )

    assert named(key, order=["b", "a"], first=seen(a=2.0), second=seen(b=7.0)) == {"first": "b"}


# -- by traits ---------------------------------------------------------------------------------


def test_a_program_whose_every_trait_is_shared_is_named_though_the_numbers_fit_nothing():
    key = key_of(claim=case_key(seen(ok=True, a=1.0), x=seen(ok=False, a=2.0)))

    assert named(key, claim=seen(ok=False, a=7.0)) == {"claim": "x"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (True, False),
        ("a", "b"),
        ((1, "a"), (2, "b")),
        (None, error()),
        (1.0, "b"),
    ],
)
def test_truth_values_names_and_exceptions_are_telling_traits(right, wrong):
    key = key_of(claim=case_key(seen(t=right, a=1.0), x=seen(t=wrong, a=2.0)))

    assert named(key, claim=seen(t=wrong, a=7.0)) == {"claim": "x"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (1.0, 2.5),
        (tensor(1), tensor(2)),
        ((1, 1.5), (2, 2.5)),
        ("a", None),
        ("a", ObjectFact("set")),
    ],
)
def test_numbers_tensors_and_objects_are_no_traits(right, wrong):
    key = key_of(claim=case_key(seen(t=right, a=1.0), x=seen(t=wrong, a=2.0)))

    assert named(key, claim=seen(t=wrong, a=7.0)) == {}


def test_an_empty_list_is_no_trait():
    key = key_of(claim=case_key(seen(t=(1,), a=1.0), x=seen(t=(), a=2.0)))

    assert named(key, claim=seen(t=(), a=7.0)) == {}


def test_a_crash_is_explained_by_no_program_that_goes_through():
    key = key_of(
        claim=case_key(seen(raised=None, t=True, a=1.0), x=seen(raised=None, t=False, a=2.0))
    )

    assert named(key, claim=seen(raised=error(), t=False, a=7.0)) == {}
    assert named(key, claim=seen(raised=None, t=False, a=7.0)) == {"claim": "x"}


def test_another_crash_than_the_programs_is_not_explained_by_it():
    key = key_of(
        claim=case_key(
            seen(raised=error("A"), t=True, a=1.0), x=seen(raised=error("A"), t=False, a=2.0)
        )
    )

    assert named(key, claim=seen(raised=error("B"), t=False, a=7.0)) == {}
    assert named(key, claim=seen(raised=error("A"), t=False, a=7.0)) == {"claim": "x"}


def test_a_fact_that_the_program_lacks_is_no_trait():
    key = key_of(claim=case_key(seen(t=True, a=1.0), x=seen(a=2.0)))

    assert named(key, claim=seen(a=7.0)) == {}


def test_a_trait_that_only_the_program_has_counts():
    key = key_of(claim=case_key(seen(a=1.0), x=seen(t=True, a=2.0)))

    assert named(key, claim=seen(t=True, a=7.0)) == {"claim": "x"}
    assert named(key, claim=seen(a=7.0)) == {}


def test_a_trait_that_the_reference_shares_says_nothing():
    key = key_of(claim=case_key(seen(t=True, a=1.0), x=seen(t=True, a=2.0)))

    assert named(key, claim=seen(t=True, a=7.0)) == {}


def test_one_trait_that_is_not_shared_rules_a_program_out():
    key = key_of(
        claim=case_key(seen(t=True, u="a", a=1.0), x=seen(t=False, u="b", a=2.0)),
    )

    assert named(key, claim=seen(t=False, u="c", a=7.0)) == {}
    assert named(key, claim=seen(t=False, a=7.0)) == {}


def test_traits_are_shared_on_every_case():
    right, wrong = seen(t=True, a=1.0), seen(t=False, a=2.0)
    key = key_of(claim=[case_key(right, x=wrong), case_key(right, x=wrong)])

    assert named(key, claim=[seen(t=False, a=7.0), seen(t=False, a=7.0)]) == {"claim": "x"}
    assert named(key, claim=[seen(t=False, a=7.0), seen(t=True, a=7.0)]) == {}
    assert named(key, claim=[seen(t=True, a=7.0), seen(t=False, a=7.0)]) == {}


def test_a_count_is_a_trait_that_tells_nothing_alone():
    key = key_of(claim=case_key(seen(n=1, t=True, a=1.0), x=seen(n=2, t=False, a=2.0)))
    counts = key_of(claim=case_key(seen(n=1, a=1.0), x=seen(n=2, a=2.0)))

    assert named(key, claim=seen(n=2, t=False, a=7.0)) == {"claim": "x"}
    assert named(key, claim=seen(n=3, t=False, a=7.0)) == {}
    assert named(counts, claim=seen(n=2, a=7.0)) == {}


def test_a_trait_that_another_ideas_program_shows_tells_neither():
    right = seen(t=True, u=True, a=1.0)
    one, two = seen(t=False, u=True, a=2.0), seen(t=False, u=False, a=2.0)
    key = key_of(claim=case_key(right, one=one, two=two))

    assert named(key, claim=seen(t=False, u=True, a=7.0)) == {}
    assert named(key, claim=seen(t=False, u=False, a=7.0)) == {"claim": "two"}


def test_a_trait_of_several_programs_of_one_idea_tells_it():
    key = key_of(
        claim=case_key(seen(t=True, a=1.0), x=seen(t=False, a=2.0), x__too=seen(t=False, a=3.0))
    )

    assert named(key, claim=seen(t=False, a=7.0)) == {"claim": "x"}


def test_two_ideas_with_a_telling_trait_each_are_both_named_the_one_with_more_first():
    right = seen(t=True, u=True, v=True, a=1.0)
    one, two = seen(t=False, u=True, v=True, a=2.0), seen(t=True, u=False, v=False, a=3.0)
    key = key_of(claim=case_key(right, one=one, two=two))

    assert named(key, claim=seen(t=False, u=False, v=False, a=7.0)) == {"claim": ("two", "one")}
    assert named(key, claim=seen(t=False, u=False, v=True, a=7.0)) == {"claim": "one"}


def test_of_three_ideas_the_two_that_tell_most_are_named():
    right = dict.fromkeys("tuv", True)
    programs = {name: seen({**right, name: False}, a=2.0) for name in right}
    key = key_of(claim=case_key(seen(right, a=1.0), **programs))

    assert named(key, order=["v", "u", "t"], claim=seen(t=False, u=False, v=False, a=7.0)) == {
        "claim": ("v", "u")
    }


def test_a_program_with_two_mistakes_lends_its_idea_no_trait_and_takes_none_from_others():
    right = seen(t=True, u=True, a=1.0)
    one, both = seen(t=False, u=True, a=2.0), seen(t=False, u=False, a=3.0)
    key = key_of(claim=case_key(right, one=one, two__and_one=both))

    assert named(key, claim=seen(t=False, u=True, a=7.0)) == {"claim": "one"}
    assert named(key, claim=seen(t=False, u=False, a=7.0)) == {"claim": "one"}
    assert named(key, claim=seen(t=False, u=False, a=3.0)) == {"claim": "two.and_one"}


def test_traits_are_asked_only_where_no_program_fits_whole():
    key = key_of(
        claim=case_key(
            seen(t=True, u=True, a=1.0),
            fits=seen(t=False, u=True, a=7.0),
            close=seen(t=False, u=True, a=2.0),
        )
    )

    assert named(key, order=["close", "fits"], claim=seen(t=False, u=True, a=7.0)) == {
        "claim": "fits"
    }


def test_an_error_as_a_trait_is_shared_by_the_classifiers_word():
    key = key_of(claim=case_key(seen(raised=None, a=1.0), x=seen(raised=error("A"), a=2.0)))
    observed = seen(raised=error("B"), a=7.0)

    assert named(key, claim=observed) == {}
    assert named(key, claim=observed, classifier=lambda *_: "known") == {"claim": "x"}


def test_an_error_that_the_classifier_takes_for_the_references_is_no_trait():
    key = key_of(claim=case_key(seen(raised=error("A"), a=1.0), x=seen(raised=error("B"), a=2.0)))
    observed = seen(raised=error("B"), a=7.0)

    assert named(key, claim=observed) == {"claim": "x"}
    assert named(key, claim=observed, classifier=lambda *_: "known") == {}


# -- advice ------------------------------------------------------------------------------------


def aside(key, *advice, classifier=None, **observed):
    """What is left to judge, by check, and the advice met."""
    shown = {
        check: tuple(cases) if isinstance(cases, list) else (cases,)
        for check, cases in observed.items()
    }
    judged, met = set_advice_aside(shown, key, advice, classifier)
    return {check: [dict(case.facts) for case in cases] for check, cases in judged.items()}, met


BEHIND = key_of(
    claim=case_key(
        seen(W=1.0, behind=False, clues={"c": ""}), data=seen(W=1.0, behind=True), x=seen(W=2.0)
    )
)


def test_what_an_advice_program_shows_is_judged_as_the_reference():
    assert aside(BEHIND, "data", claim=seen(W=1.0, behind=True)) == (
        {"claim": [{"W": 1.0, "behind": False}]},
        ("data",),
    )


def test_a_mistake_beside_the_advice_is_still_judged():
    assert aside(BEHIND, "data", claim=seen(W=7.0, behind=True)) == (
        {"claim": [{"W": 7.0, "behind": False}]},
        ("data",),
    )


def test_what_is_no_advice_stays():
    assert aside(BEHIND, claim=seen(W=1.0, behind=True)) == (
        {"claim": [{"W": 1.0, "behind": True}]},
        (),
    )


def test_advice_that_does_not_apply_is_not_met():
    assert aside(BEHIND, "data", claim=seen(W=1.0, behind=False)) == (
        {"claim": [{"W": 1.0, "behind": False}]},
        (),
    )


def test_a_fact_in_which_the_advice_agrees_with_the_reference_is_no_sign_of_it():
    assert aside(BEHIND, "data", claim=seen(W=1.0, behind="?"))[1] == ()


def test_an_observation_without_the_telling_fact_is_left_as_it_is():
    assert aside(BEHIND, "data", claim=seen(W=1.0)) == ({"claim": [{"W": 1.0}]}, ())


def test_clues_call_and_sizes_are_kept_when_advice_is_set_aside():
    observed = seen(W=1.0, behind=True, clues={"c": "mine"}, call="f()", sizes={"N": 2})

    judged, _ = set_advice_aside({"claim": (observed,)}, BEHIND, ["data"])

    (case,) = judged["claim"]
    assert case == seen(W=1.0, behind=False, clues={"c": "mine"}, call="f()", sizes={"N": 2})


def test_the_order_of_facts_is_kept_when_advice_is_set_aside():
    judged, _ = set_advice_aside({"claim": (seen(behind=True, W=1.0),)}, BEHIND, ["data"])

    assert list(judged["claim"][0].facts) == ["behind", "W"]


def test_advice_is_set_aside_in_every_case_and_check_and_met_once():
    right, wrong = seen(t=False), seen(t=True)
    key = key_of(
        first=[case_key(right, data=wrong), case_key(right, data=wrong)],
        second=case_key(right, data=wrong),
    )

    assert aside(key, "data", first=[wrong, wrong], second=wrong) == (
        {"first": [{"t": False}, {"t": False}], "second": [{"t": False}]},
        ("data",),
    )


def test_a_case_in_which_the_advice_shows_nothing_is_left_as_it_is():
    key = key_of(
        claim=[
            case_key(seen(t=False), data=seen(t=False)),
            case_key(seen(t=False), data=seen(t=True)),
        ]
    )

    assert aside(key, "data", claim=[seen(t=True), seen(t=True)]) == (
        {"claim": [{"t": True}, {"t": False}]},
        ("data",),
    )


def test_two_pieces_of_advice_are_set_aside_together():
    key = key_of(
        claim=case_key(
            seen(t=False, u=False), a=seen(t=True, u=False), b__more=seen(t=False, u=True)
        )
    )

    assert aside(key, "b", "a", claim=seen(t=True, u=True)) == (
        {"claim": [{"t": False, "u": False}]},
        ("a", "b"),
    )


def test_programs_of_one_piece_of_advice_are_met_once():
    key = key_of(claim=case_key(seen(t="no"), data=seen(t="a"), data__more=seen(t="b")))

    assert aside(key, "data", claim=seen(t="b")) == ({"claim": [{"t": "no"}]}, ("data",))


def test_a_check_that_the_key_does_not_have_is_left_as_it_is():
    assert aside(BEHIND, "data", other=seen(behind=True)) == ({"other": [{"behind": True}]}, ())


def test_advice_is_recognised_by_the_classifiers_word():
    key = key_of(claim=case_key(seen(raised=None), data=seen(raised=error("A"))))
    observed = seen(raised=error("B"))

    assert aside(key, "data", claim=observed)[1] == ()
    assert aside(key, "data", claim=observed, classifier=lambda *_: "known") == (
        {"claim": [{"raised": None}]},
        ("data",),
    )


def test_advice_that_the_classifier_takes_for_the_reference_is_not_met():
    key = key_of(claim=case_key(seen(raised=error("A")), data=seen(raised=error("B"))))

    assert aside(key, "data", claim=seen(raised=error("B")))[1] == ("data",)
    assert aside(key, "data", claim=seen(raised=error("B")), classifier=lambda *_: "known") == (
        {"claim": [{"raised": error("B")}]},
        (),
    )


def test_what_was_observed_is_not_modified():
    observed = MappingProxyType({"claim": (seen(W=1.0, behind=True),)})

    set_advice_aside(observed, BEHIND, ["data"])

    assert dict(observed["claim"][0].facts) == {"W": 1.0, "behind": True}


def test_a_fact_that_only_the_advice_program_has_is_set_aside():
    key = key_of(claim=case_key(seen(t=False), data=seen(t=True, extra=1)))

    assert aside(key, "data", claim=seen(t=True, extra=1))[0] == {"claim": [{"t": False}]}


def test_a_fact_that_only_the_reference_has_is_set_aside():
    key = key_of(claim=case_key(seen(t=False, extra=1), data=seen(t=True)))

    assert aside(key, "data", claim=seen(t=True))[0] == {"claim": [{"t": False, "extra": 1}]}


def test_a_fact_that_is_none_is_told_from_one_that_is_not_there():
    without = key_of(claim=case_key(seen(t=False, extra=None), data=seen(t=True)))
    with_it = key_of(claim=case_key(seen(t=False), data=seen(t=True, extra=None)))

    assert aside(without, "data", claim=seen(t=True)) == (
        {"claim": [{"t": False, "extra": None}]},
        ("data",),
    )
    assert aside(with_it, "data", claim=seen(t=True, extra=None)) == (
        {"claim": [{"t": False}]},
        ("data",),
    )
