"""Verdicts in words: a table of verdict -> exact lines, in English and in Hungarian."""

from __future__ import annotations

from dataclasses import replace

import pytest
from courses import miniature_course

from autograder.feedback import Line, Role, feedback_on
from autograder.judging import (
    CheckVerdict,
    Difference,
    Kind,
    Outcome,
    Reason,
    ReasonKind,
    Relation,
    RelationKind,
    Verdict,
    silent,
)
from autograder.judging.comparing import ABSENT
from autograder.languages import words_in
from autograder.observations import ErrorFact, ObjectFact, TensorFact
from autograder.runs import End, LoadFailure

COURSE = miniature_course()
SLOPE = COURSE.exercise("slope")  # two claims, worth 2 and 1 points
FIRST, SECOND = (claim.check for claim in SLOPE.sheet.claims)
EN, HU = words_in("en"), words_in("hu")


def scalar(value):
    return TensorFact("float32", (), (value,))


def verdict(first=None, second=None, *, outcome=Outcome.FAILED, **more):
    """A verdict on the exercise whose checks failed for these reasons; None passed."""
    checks = tuple(
        CheckVerdict(check, outcome, 0.0, points, reason)
        if reason
        else CheckVerdict(check, Outcome.PASSED, points, points)
        for check, points, reason in ((FIRST, 2.0, first), (SECOND, 1.0, second))
    )
    overall = outcome if first or second else Outcome.PASSED
    return Verdict("slope", overall, checks, **more)


def lines_of(reason, say=EN):
    """The lines about the first check as ``(role, label, text)``."""
    feedback = feedback_on(verdict(reason), SLOPE, COURSE, say)
    return [(line.role, line.label, line.text) for line in feedback.checks[0].lines]


def differs(name, kind, observed, expected, **more):
    difference = Difference(name, kind, observed, expected)
    return Reason(ReasonKind.DIFFERS, "slope(tensor(2.))", difference, **more)


CALLED = (
    (Role.CALL, "called", "slope(tensor(2.))"),
    (Role.CALL, "hívás", "slope(tensor(2.))"),
)
RET = (
    (Role.CALL, "looked at", "returned value"),
    (Role.CALL, "vizsgált", "visszaadott érték"),
)
SECOND_PASS = (
    (Role.CALL, "looked at", "result of the second pass"),
    (Role.CALL, "vizsgált", "a második menet eredménye"),
)
UNTRACKED = "element 0 of tensors does not require grad and does not have a grad_fn"

# Name -> (reason, English lines, Hungarian lines)
TABLE = {
    "a value differs": (
        differs("returned", Kind.VALUE, scalar(11.5), scalar(12.0)),
        [
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "tensor(12.0)"),
            (Role.OBSERVED, "observed", "tensor(11.5)"),
        ],
        [
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "tensor(12.0)"),
            (Role.OBSERVED, "kapott", "tensor(11.5)"),
        ],
    ),
    "a value differs in a simple way": (
        differs(
            "returned",
            Kind.VALUE,
            scalar(24.0),
            scalar(12.0),
            relation=Relation(RelationKind.TIMES, 2.0),
        ),
        [
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "tensor(12.0)"),
            (
                Role.OBSERVED,
                "observed",
                "tensor(24.0)   (twice the expected value)",
            ),
        ],
        [
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "tensor(12.0)"),
            (
                Role.OBSERVED,
                "kapott",
                "tensor(24.0)   (a várt érték kétszerese)",
            ),
        ],
    ),
    "a fact with words of the exercise's own": (
        differs("second", Kind.VALUE, scalar(24.0), scalar(12.0)),
        [
            CALLED[0],
            SECOND_PASS[0],
            (Role.EXPECTED, "expected", "tensor(12.0)"),
            (Role.OBSERVED, "observed", "tensor(24.0)"),
        ],
        [
            CALLED[1],
            SECOND_PASS[1],
            (Role.EXPECTED, "várt", "tensor(12.0)"),
            (Role.OBSERVED, "kapott", "tensor(24.0)"),
        ],
    ),
    "a truth value": (
        differs("x.requires_grad", Kind.VALUE, False, True),
        [
            CALLED[0],
            (Role.EXPECTED, "expected", "x.requires_grad = yes"),
            (Role.OBSERVED, "observed", "x.requires_grad = no"),
        ],
        [
            CALLED[1],
            (Role.EXPECTED, "várt", "x.requires_grad = igen"),
            (Role.OBSERVED, "kapott", "x.requires_grad = nem"),
        ],
    ),
    "a shape": (
        differs("returned", Kind.SHAPE, TensorFact("float32", (2, 1), (1.0, 2.0)), scalar(1.0)),
        [
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "a tensor of shape ()"),
            (Role.OBSERVED, "observed", "a tensor of shape (2, 1)"),
        ],
        [
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "() alakú tenzor"),
            (Role.OBSERVED, "kapott", "(2, 1) alakú tenzor"),
        ],
    ),
    "a type": (
        differs("returned", Kind.TYPE, ObjectFact("numpy.ndarray"), scalar(1.0)),
        [
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "tensor(1.0)"),
            (Role.OBSERVED, "observed", "an object: numpy.ndarray"),
        ],
        [
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "tensor(1.0)"),
            (Role.OBSERVED, "kapott", "objektum: numpy.ndarray"),
        ],
    ),
    "a fact that is not there": (
        differs("x.grad", Kind.MISSING, ABSENT, scalar(1.0)),
        [
            CALLED[0],
            (Role.EXPECTED, "expected", "x.grad = tensor(1.0)"),
            (Role.OBSERVED, "observed", "x.grad = nothing"),
        ],
        [
            CALLED[1],
            (Role.EXPECTED, "várt", "x.grad = tensor(1.0)"),
            (Role.OBSERVED, "kapott", "x.grad = semmi"),
        ],
    ),
    "kinds of things that only their kind tells apart": (
        differs("returned", Kind.TYPE, "None", None),
        [
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "None"),
            (Role.OBSERVED, "observed", '"None"'),
        ],
        [
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "None"),
            (Role.OBSERVED, "kapott", '"None"'),
        ],
    ),
    "a truth value for a number": (
        differs("returned", Kind.TYPE, True, 1.0),
        [
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "1.0"),
            (Role.OBSERVED, "observed", "True"),
        ],
        [
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "1.0"),
            (Role.OBSERVED, "kapott", "True"),
        ],
    ),
    "an attribute of the returned value": (
        differs("returned.is_leaf", Kind.VALUE, True, False),
        [
            CALLED[0],
            (Role.CALL, "looked at", "`is_leaf` of the returned value"),
            (Role.EXPECTED, "expected", "no"),
            (Role.OBSERVED, "observed", "yes"),
        ],
        [
            CALLED[1],
            (Role.CALL, "vizsgált", "a visszaadott érték `is_leaf` attribútuma"),
            (Role.EXPECTED, "várt", "nem"),
            (Role.OBSERVED, "kapott", "igen"),
        ],
    ),
    "a parameter that was replaced": (
        differs("W.replaced_by", Kind.VALUE, "a tracked result", "nothing"),
        [
            CALLED[0],
            (Role.CALL, "looked at", "the tensor that got the new value of W"),
            (Role.EXPECTED, "expected", "W itself"),
            (Role.OBSERVED, "observed", "another one: a tracked result"),
        ],
        [
            CALLED[1],
            (Role.CALL, "vizsgált", "melyik tenzor kapta meg a W új értékét"),
            (Role.EXPECTED, "várt", "maga a W"),
            (Role.OBSERVED, "kapott", "egy másik: követett eredmény"),
        ],
    ),
    "a single count": (
        differs("backwards", Kind.VALUE, 0, 2, relation=Relation(RelationKind.ZERO, 0.0)),
        [
            CALLED[0],
            (Role.CALL, "looked at", "calls that ask autograd for a derivative"),
            (Role.EXPECTED, "expected", "2"),
            (Role.OBSERVED, "observed", "0"),
        ],
        [
            CALLED[1],
            (Role.CALL, "vizsgált", "hívások, amelyek az autogradtól kérnek deriváltat"),
            (Role.EXPECTED, "várt", "2"),
            (Role.OBSERVED, "kapott", "0"),
        ],
    ),
    "variables of which something is true, or of none": (
        differs("adds_up", Kind.VALUE, "W1, W2", "nothing"),
        [
            CALLED[0],
            (Role.EXPECTED, "expected", "adds_up = none of them"),
            (Role.OBSERVED, "observed", "adds_up = W1, W2"),
        ],
        [
            CALLED[1],
            (Role.EXPECTED, "várt", "adds_up = egyik sem"),
            (Role.OBSERVED, "kapott", "adds_up = W1, W2"),
        ],
    ),
    "an exception by the name that a check gave it": (
        differs("refused_by", Kind.VALUE, "nothing", "ValueError"),
        [
            CALLED[0],
            (Role.EXPECTED, "expected", "refused_by = ValueError"),
            (Role.OBSERVED, "observed", "refused_by = no exception"),
        ],
        [
            CALLED[1],
            (Role.EXPECTED, "várt", "refused_by = ValueError"),
            (Role.OBSERVED, "kapott", "refused_by = nem dobott kivételt"),
        ],
    ),
    "an exception that should have been raised": (
        differs("raised", Kind.RAISED, None, ErrorFact("ValueError", "shapes differ")),
        [
            CALLED[0],
            (Role.CALL, "looked at", "the exception that the call raises"),
            (Role.EXPECTED, "expected", "ValueError: shapes differ"),
            (Role.OBSERVED, "observed", "no exception"),
        ],
        [
            CALLED[1],
            (Role.CALL, "vizsgált", "a hívás által dobott kivétel"),
            (Role.EXPECTED, "várt", "ValueError: shapes differ"),
            (Role.OBSERVED, "kapott", "nem dobott kivételt"),
        ],
    ),
    "a difference that shows no call": (
        Reason(ReasonKind.DIFFERS, difference=Difference("returned", Kind.VALUE, True, False)),
        [
            RET[0],
            (Role.EXPECTED, "expected", "no"),
            (Role.OBSERVED, "observed", "yes"),
        ],
        [
            RET[1],
            (Role.EXPECTED, "várt", "nem"),
            (Role.OBSERVED, "kapott", "igen"),
        ],
    ),
    "a misconception is named with title and id": (
        differs(
            "returned", Kind.VALUE, scalar(8.0), scalar(12.0), misconceptions=("value_for_slope",)
        ),
        [
            (Role.NAME, "", "The value in place of the slope (value_for_slope)"),
            (
                Role.IDEA,
                "",
                "The value says how high the curve is here, the slope how fast it rises.",
            ),
            CALLED[0],
            RET[0],
            (Role.EXPECTED, "expected", "tensor(12.0)"),
            (Role.OBSERVED, "observed", "tensor(8.0)"),
        ],
        [
            (Role.NAME, "", "Az érték a meredekség helyén (value_for_slope)"),
            (
                Role.IDEA,
                "",
                (
                    "Az érték azt mondja meg, milyen magasan jár itt a görbe, "
                    "a meredekség azt, milyen gyorsan emelkedik."
                ),
            ),
            CALLED[1],
            RET[1],
            (Role.EXPECTED, "várt", "tensor(12.0)"),
            (Role.OBSERVED, "kapott", "tensor(8.0)"),
        ],
    ),
    "raised, with line, code and explanation": (
        Reason(
            ReasonKind.RAISED,
            "slope(tensor(2.))",
            error=ErrorFact("RuntimeError", UNTRACKED, 7, "y.backward()"),
        ),
        [
            CALLED[0],
            (Role.CODE, "line 7", "y.backward()"),
            (Role.ERROR, "", f"RuntimeError: {UNTRACKED}"),
            (Role.IDEA, "", "Nothing in this computation was tracked."),
        ],
        [
            CALLED[1],
            (Role.CODE, "7. sor", "y.backward()"),
            (Role.ERROR, "", f"RuntimeError: {UNTRACKED}"),
            (Role.IDEA, "", "Ebben a számításban semmi sem volt követve."),
        ],
    ),
    "raised, and the misconception says more than the explanation": (
        Reason(
            ReasonKind.RAISED,
            "slope(tensor(2.))",
            misconceptions=("graph_cut",),
            error=ErrorFact("RuntimeError", UNTRACKED, 7, "y.backward()"),
        ),
        [
            (Role.NAME, "", "The graph was cut (graph_cut)"),
            (Role.IDEA, "", "item() leaves the world of tensors, and the graph ends there."),
            CALLED[0],
            (Role.CODE, "line 7", "y.backward()"),
            (Role.ERROR, "", f"RuntimeError: {UNTRACKED}"),
        ],
        [
            (Role.NAME, "", "Elvágott gráf (graph_cut)"),
            (Role.IDEA, "", "Az item() kilép a tenzorok világából, és ott véget ér a gráf."),
            CALLED[1],
            (Role.CODE, "7. sor", "y.backward()"),
            (Role.ERROR, "", f"RuntimeError: {UNTRACKED}"),
        ],
    ),
    "raised, of an unknown line and kind": (
        Reason(ReasonKind.RAISED, error=ErrorFact("MyError", "")),
        [(Role.ERROR, "", "MyError")],
        [(Role.ERROR, "", "MyError")],
    ),
    "not written": (
        Reason(
            ReasonKind.NOT_WRITTEN,
            "slope(tensor(2.))",
            error=ErrorFact("NotImplementedError", "", 9, "raise NotImplementedError"),
        ),
        [(Role.NOTE, "", "Not written yet: the stub is waiting for you.")],
        [(Role.NOTE, "", "Ez még nincs megírva: a váz rád vár.")],
    ),
    "missing function": (
        Reason(
            ReasonKind.LOAD,
            load=LoadFailure(
                "missing", ErrorFact("NameError", "name 'slope' is not defined"), "slopes"
            ),
        ),
        [
            (
                Role.PROBLEM,
                "",
                "Your file defines no function named slope. Did you mean to rename slopes?",
            )
        ],
        [
            (
                Role.PROBLEM,
                "",
                (
                    "A fájlodban nincs slope nevű függvény. "
                    "Talán ezt a függvényt kell átnevezned: slopes?"
                ),
            )
        ],
    ),
    "missing function, and none like it": (
        Reason(ReasonKind.LOAD, load=LoadFailure("missing", ErrorFact("NameError", "…"))),
        [(Role.PROBLEM, "", "Your file defines no function named slope.")],
        [(Role.PROBLEM, "", "A fájlodban nincs slope nevű függvény.")],
    ),
    "syntax error": (
        Reason(
            ReasonKind.LOAD,
            load=LoadFailure("syntax", ErrorFact("SyntaxError", "'(' was never closed", 3, "f(")),
        ),
        [
            (Role.NOTE, "", "Your file could not be loaded, so nothing was checked."),
            (Role.CODE, "line 3", "f("),
            (Role.ERROR, "", "SyntaxError: '(' was never closed"),
        ],
        [
            (
                Role.NOTE,
                "",
                "A fájlodat nem sikerült betölteni, ezért semmit sem lehetett ellenőrizni.",
            ),
            (Role.CODE, "3. sor", "f("),
            (Role.ERROR, "", "SyntaxError: '(' was never closed"),
        ],
    ),
    "raised while the file was loaded": (
        Reason(
            ReasonKind.LOAD,
            load=LoadFailure(
                "raised", ErrorFact("ZeroDivisionError", "division by zero", 1, "1/0")
            ),
        ),
        [
            (Role.NOTE, "", "Your file could not be loaded, so nothing was checked."),
            (Role.CODE, "line 1", "1/0"),
            (Role.ERROR, "", "ZeroDivisionError: division by zero"),
            (Role.IDEA, "", "Something was divided by zero."),
        ],
        [
            (
                Role.NOTE,
                "",
                "A fájlodat nem sikerült betölteni, ezért semmit sem lehetett ellenőrizni.",
            ),
            (Role.CODE, "1. sor", "1/0"),
            (Role.ERROR, "", "ZeroDivisionError: division by zero"),
            (Role.IDEA, "", "Valamit nullával osztottál."),
        ],
    ),
    "timeout": (
        Reason(ReasonKind.STOPPED, end=End.TIMEOUT),
        [
            (
                Role.PROBLEM,
                "",
                "Your code was still running after 2 seconds. Is there a loop that never ends?",
            )
        ],
        [
            (
                Role.PROBLEM,
                "",
                "A kódod 2 másodperc után is futott. Van benne ciklus, amely sosem ér véget?",
            )
        ],
    ),
    "crash": (
        Reason(ReasonKind.STOPPED, end=End.CRASHED, detail="SIGSEGV"),
        [
            (
                Role.PROBLEM,
                "",
                (
                    "Your code ended the whole program (SIGSEGV). "
                    "Calls such as os._exit() or a crash inside a library do that."
                ),
            )
        ],
        [
            (
                Role.PROBLEM,
                "",
                (
                    "A kódod az egész programot leállította (SIGSEGV). "
                    "Ilyet például az os._exit() hívása vagy egy könyvtáron belüli összeomlás okoz."
                ),
            )
        ],
    ),
    "flooded": (
        Reason(ReasonKind.STOPPED, end=End.FLOODED, detail="more than 4194304 bytes"),
        [(Role.PROBLEM, "", "Your code sent more output than the grader takes.")],
        [(Role.PROBLEM, "", "A kódod több kimenetet küldött, mint amennyit az értékelő elfogad.")],
    ),
    "malformed": (
        Reason(ReasonKind.STOPPED, end=End.MALFORMED, detail="not JSON"),
        [(Role.PROBLEM, "", "What came back from your code could not be read.")],
        [(Role.PROBLEM, "", "Nem sikerült értelmezni, ami a kódodtól visszaérkezett.")],
    ),
    "broke the check": (
        Reason(ReasonKind.STOPPED, end=End.BROKE_CHECK, detail="TypeError: no (checks.py:9)"),
        [
            (
                Role.PROBLEM,
                "",
                "The check could not go on with what your code returned or changed: "
                "TypeError: no (checks.py:9)",
            )
        ],
        [
            (
                Role.PROBLEM,
                "",
                "Az ellenőrzés elakadt azon, amit a kódod visszaadott vagy megváltoztatott: "
                "TypeError: no (checks.py:9)",
            )
        ],
    ),
    "not run": (
        Reason(ReasonKind.NOT_RUN, end=End.TIMEOUT),
        [(Role.NOTE, "", "Not run: the program was stopped before this.")],
        [(Role.NOTE, "", "Erre nem került sor: a program már korábban leállt.")],
    ),
    "broken": (
        Reason(ReasonKind.BROKEN, detail="ZeroDivisionError: division by zero (checks.py:14)"),
        [
            (Role.ERROR, "", "ZeroDivisionError: division by zero (checks.py:14)"),
            (Role.NOTE, "", "This is our mistake. You lose no points; please report it."),
        ],
        [
            (Role.ERROR, "", "ZeroDivisionError: division by zero (checks.py:14)"),
            (Role.NOTE, "", "Ez a mi hibánk. Nem veszítesz pontot; kérjük, jelezd nekünk."),
        ],
    ),
    "refused": (
        Reason(ReasonKind.REFUSED),
        [
            (
                Role.NOTE,
                "",
                "This program reaches for what grades it, and this assignment takes no such "
                "program. If it has a reason to, ask your instructor.",
            )
        ],
        [
            (
                Role.NOTE,
                "",
                "Ez a program ahhoz nyúl, ami értékeli, és ez a feladatsor ilyen programot nem "
                "fogad el. Ha jó oka van rá, fordulj az oktatódhoz.",
            )
        ],
    ),
}


@pytest.mark.parametrize(("reason", "lines"), [row[:2] for row in TABLE.values()], ids=TABLE)
def test_reason_is_told_in_english(reason, lines):
    assert lines_of(reason) == lines


@pytest.mark.parametrize(("reason", "lines"), [row[::2] for row in TABLE.values()], ids=TABLE)
def test_reason_is_told_in_hungarian(reason, lines):
    assert lines_of(reason, HU) == lines


def test_every_kind_of_reason_is_in_the_table():
    assert {reason.kind for reason, _, _ in TABLE.values()} == set(ReasonKind)


def test_every_end_of_a_run_is_in_the_table():
    assert {r.end for r, _, _ in TABLE.values() if r.kind is ReasonKind.STOPPED} == {*End} - {
        End.DONE
    }


def test_a_time_limit_is_told_without_needless_digits():
    exercise = replace(SLOPE, sheet=SLOPE.sheet.model_copy(update={"time_limit": 0.5}))
    stopped = verdict(Reason(ReasonKind.STOPPED, end=End.TIMEOUT))

    feedback = feedback_on(stopped, exercise, COURSE, EN)

    assert "after 0.5 seconds" in feedback.checks[0].message


# The whole exercise


def test_a_passed_check_needs_no_words():
    feedback = feedback_on(verdict(), SLOPE, COURSE, EN)

    assert [check.lines for check in feedback.checks] == [(), ()]


def test_each_claim_is_told_with_its_points():
    feedback = feedback_on(verdict(Reason(ReasonKind.NOT_RUN)), SLOPE, COURSE, EN)

    assert [(c.check, c.claim, c.outcome, c.score, c.max_score) for c in feedback.checks] == [
        (FIRST, "The result is the derivative of x³ at x.", Outcome.FAILED, 0.0, 2.0),
        (SECOND, "What an earlier pass left behind does not matter.", Outcome.PASSED, 1.0, 1.0),
    ]


def test_claims_are_told_in_the_language_asked_for():
    feedback = feedback_on(verdict(), SLOPE, COURSE, HU)

    assert feedback.checks[0].claim == "Az eredmény az x³ deriváltja az x helyen."
    assert feedback.title == "A meredekség"


def test_a_passed_exercise_ends_with_its_takeaway():
    assert feedback_on(verdict(), SLOPE, COURSE, EN).takeaway == ("A gradient belongs to one pass.")


def test_the_takeaway_is_kept_for_those_who_passed():
    assert feedback_on(verdict(Reason(ReasonKind.NOT_RUN)), SLOPE, COURSE, EN).takeaway == ""


def test_advice_is_told_as_its_sentence():
    feedback = feedback_on(verdict(advice=("data_bypasses_autograd",)), SLOPE, COURSE, EN)

    assert feedback.advice == (".data hides the change from autograd, which then can't warn you.",)


def test_where_to_read_more_is_told():
    mean = COURSE.exercise("mean_of")
    (claim,) = mean.sheet.claims
    passed = Verdict(
        "mean_of", Outcome.PASSED, (CheckVerdict(claim.check, Outcome.PASSED, 2.0, 2.0),)
    )

    assert feedback_on(passed, mean, COURSE, EN).read_more == (
        "https://docs.pytorch.org/docs/stable/generated/torch.mean.html",
    )


# One cause, one explanation

SAME = Line(Role.NOTE, "For the same reason as above.")


def second_lines(first, second, say=EN):
    return feedback_on(verdict(first, second), SLOPE, COURSE, say).checks[1].lines


@pytest.mark.parametrize("name", ["not written", "syntax error", "timeout", "broken"])
def test_a_second_claim_that_fails_alike_only_says_so(name):
    reason = TABLE[name][0]
    if reason.kind is ReasonKind.LOAD:  # as the judge writes it
        reason = Reason(ReasonKind.LOAD, load=reason.load, error=reason.load.error)

    assert second_lines(reason, reason) == (SAME,)


@pytest.mark.parametrize(
    "name",
    [
        "a misconception is named with title and id",
        "raised, and the misconception says more than the explanation",
        "raised, with line, code and explanation",
    ],
)
def test_what_was_seen_stays_visible_where_the_reason_is_not_told_again(name):
    reason, lines, _ = TABLE[name]
    evidence = tuple(
        Line(role, text, label) for role, label, text in lines if role not in (Role.NAME, Role.IDEA)
    )

    assert second_lines(reason, reason) == (SAME, *evidence)


def test_a_claim_that_would_not_get_the_name_by_itself_is_not_said_to_have_the_same_reason():
    reason, lines, _ = TABLE["a misconception is named with title and id"]

    told = second_lines(reason, replace(reason, leaning=True))

    assert SAME not in told
    assert told[0] == Line(Role.NAME, "The value in place of the slope (value_for_slope)")
    assert [line.text for line in told[1:]] == [text for _, _, text in lines[2:]]


def test_a_hidden_claim_that_fails_alike_shows_nothing():
    reason = replace(TABLE["raised, with line, code and explanation"][0], hidden=True)

    assert second_lines(reason, reason) == (SAME,)


def test_the_same_reason_is_told_in_hungarian():
    reason = TABLE["timeout"][0]

    assert second_lines(reason, reason, HU) == (Line(Role.NOTE, "Ugyanazért, amiért az előző."),)


def test_the_same_misconception_on_another_value_is_the_same_reason():
    first, second = (
        differs(
            "returned", Kind.VALUE, scalar(x), scalar(12.0), misconceptions=("value_for_slope",)
        )
        for x in (8.0, 9.0)
    )

    assert second_lines(first, second)[0] == SAME


def test_another_misconception_is_another_reason():
    first, second = (
        differs("returned", Kind.VALUE, scalar(8.0), scalar(12.0), misconceptions=(name,))
        for name in ("value_for_slope", "gradient_adds_up")
    )

    assert second_lines(first, second)[1].text == (
        "backward() adds into .grad; nothing empties it for you."
    )


def test_two_differences_without_a_name_are_both_told():
    reason = TABLE["a value differs"][0]

    assert SAME not in second_lines(reason, reason)


def test_two_skipped_claims_are_both_told():
    skipped = Reason(ReasonKind.NOT_RUN)
    feedback = feedback_on(verdict(skipped, skipped, outcome=Outcome.SKIPPED), SLOPE, COURSE, EN)

    assert [check.message for check in feedback.checks] == [
        "Not run: the program was stopped before this."
    ] * 2


# Hidden cases


def hidden_lines_of(reason, say=EN):
    """The lines about a check that failed for this reason on hidden cases."""
    feedback = feedback_on(silent(verdict(reason)), SLOPE, COURSE, say)
    return [(line.role, line.label, line.text) for line in feedback.checks[0].lines]


ONLY = (
    (Role.NOTE, "", "Only hidden cases show this, so no more can be told."),
    (Role.NOTE, "", "Ez csak rejtett esetekben látszik, ezért többet nem lehet elmondani róla."),
)
# Name -> (reason, English lines, Hungarian lines)
HIDDEN = {
    "a fact of the key differs": (
        differs("returned", Kind.VALUE, scalar(24.0), scalar(12.0),
                relation=Relation(RelationKind.TIMES, 2.0), misconceptions=("grad_accumulates",)),
        [(Role.OBSERVED, "", "returned value is not what it should be on a hidden case")],
        [(Role.OBSERVED, "", "visszaadott érték: egy rejtett esetben nem az, aminek lennie kell")],
    ),
    "a fact that the key lacks": (
        differs("leak 12.0", Kind.MISSING, scalar(12.0), ABSENT),
        [(Role.OBSERVED, "",
          "Something more was seen on a hidden case than the right answer shows.")],
        [(Role.OBSERVED, "",
          "Egy rejtett esetben több látszott annál, mint amit a helyes megoldás mutat.")],
    ),
    "torch raised": (
        Reason(ReasonKind.RAISED, "slope(12.0)",
               differs("raised", Kind.RAISED, None, None).difference,
               error=ErrorFact("RuntimeError", "leak 12.0", 7, "leak(12.0)")),
        [(Role.ERROR, "line 7", "RuntimeError"), ONLY[0]],
        [(Role.ERROR, "7. sor", "RuntimeError"), ONLY[1]],
    ),
    "a class of its own was raised": (
        Reason(ReasonKind.RAISED, error=ErrorFact("Leak", "leak", 7, "leak")),
        [(Role.ERROR, "line 7", "an exception of its own"), ONLY[0]],
        [(Role.ERROR, "7. sor", "saját kivétel"), ONLY[1]],
    ),
    "raised far down": (
        Reason(ReasonKind.RAISED, error=ErrorFact("ValueError", "", 120_000, "")),
        [(Role.ERROR, "", "ValueError"), ONLY[0]],
        [(Role.ERROR, "", "ValueError"), ONLY[1]],
    ),
    "not loaded": (
        Reason(ReasonKind.LOAD, load=LoadFailure("raised", ErrorFact("OSError", "leak", 2, "x"))),
        [(Role.NOTE, "", "Your file could not be loaded, so nothing was checked."),
         (Role.ERROR, "line 2", "OSError"), ONLY[0]],
        [(Role.NOTE, "", "A fájlodat nem sikerült betölteni, ezért semmit sem lehetett ellenőrizni."),
         (Role.ERROR, "2. sor", "OSError"), ONLY[1]],
    ),
    "nothing of that name": (
        Reason(ReasonKind.LOAD, load=LoadFailure("missing", ErrorFact("NameError", "x"), "leak")),
        [(Role.PROBLEM, "", "Your file defines no function named slope."), ONLY[0]],
        [(Role.PROBLEM, "", "A fájlodban nincs slope nevű függvény."), ONLY[1]],
    ),
    "a process that ended": (
        Reason(ReasonKind.STOPPED, end=End.CRASHED, detail="exit status 12"),
        [(Role.PROBLEM, "", "Your code ended the whole program. Calls such as os._exit() or a crash "
          "inside a library do that."), ONLY[0]],
        [(Role.PROBLEM, "", "A kódod az egész programot leállította. Ilyet például az os._exit() "
          "hívása vagy egy könyvtáron belüli összeomlás okoz."), ONLY[1]],
    ),
    "a check that could not go on": (
        Reason(ReasonKind.STOPPED, end=End.BROKE_CHECK, detail="TypeError: leak 12.0"),
        [(Role.PROBLEM, "",
          "The check could not go on with what your code returned or changed."), ONLY[0]],
        [(Role.PROBLEM, "",
          "Az ellenőrzés elakadt azon, amit a kódod visszaadott vagy megváltoztatott."),
         ONLY[1]],
    ),
    "our own fault": (
        Reason(ReasonKind.BROKEN, detail="ZeroDivisionError: by 12.0 (checks.py:14)"),
        [(Role.ERROR, "", "ZeroDivisionError (checks.py:14)"),
         (Role.NOTE, "", "This is our mistake. You lose no points; please report it.")],
        [(Role.ERROR, "", "ZeroDivisionError (checks.py:14)"),
         (Role.NOTE, "", "Ez a mi hibánk. Nem veszítesz pontot; kérjük, jelezd nekünk.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_hidden_cases_show_is_told_without_what_the_submission_chose(name):
    reason, english, hungarian = HIDDEN[name]

    assert hidden_lines_of(reason) == english
    assert hidden_lines_of(reason, HU) == hungarian


@pytest.mark.parametrize("name", TABLE)
def test_a_hidden_case_shows_no_value_no_call_no_code_and_no_name(name):
    roles = {role for role, _, _ in hidden_lines_of(TABLE[name][0])}

    assert roles <= {Role.OBSERVED, Role.ERROR, Role.PROBLEM, Role.NOTE}


@pytest.mark.parametrize("name", [name for name in TABLE if "12.0" in str(TABLE[name][1])])
def test_no_number_of_a_hidden_case_is_told(name):
    told = str(hidden_lines_of(TABLE[name][0]))

    assert not any(number in told for number in ("12", "24", "11.5", "8.0"))


# What comes from learner code

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\u202e\x00"


def hostile(text):
    return f"{HOSTILE}{text}{HOSTILE}"


@pytest.mark.parametrize(
    "reason",
    [
        Reason(
            ReasonKind.RAISED,
            hostile("slope()"),
            error=ErrorFact(hostile("E"), hostile("m"), 3, hostile("y")),
        ),
        Reason(
            ReasonKind.LOAD,
            load=LoadFailure("raised", ErrorFact(hostile("E"), hostile("m"), 3, hostile("y"))),
        ),
        Reason(
            ReasonKind.LOAD,
            load=LoadFailure("missing", ErrorFact("NameError", "…"), hostile("slopes")),
        ),
        Reason(ReasonKind.STOPPED, end=End.CRASHED, detail=hostile("SIGSEGV")),
        Reason(ReasonKind.BROKEN, detail=hostile("oops")),
        differs("returned", Kind.VALUE, hostile("text"), "text"),
        differs("returned", Kind.VALUE, (hostile("text"),), ("text",)),
        differs("returned", Kind.TYPE, ObjectFact(hostile("Tree")), 1),
        differs("raised", Kind.RAISED, None, ErrorFact(hostile("E"), hostile("m"))),
        differs(hostile("extra"), Kind.MISSING, 1, ABSENT),
    ],
    ids=lambda reason: reason.kind.value,
)
def test_control_characters_never_reach_the_reader(reason):
    message = feedback_on(verdict(reason), SLOPE, COURSE, EN).checks[0].message

    assert not set(message) & set("\x1b\x07\x9b\r\u202e\x00")


def test_control_characters_in_what_was_printed_never_reach_the_reader():
    told = feedback_on(verdict(printed=hostile("hello\tyou\n")), SLOPE, COURSE, EN)

    assert told.printed.strip() == "hello\tyou"


@pytest.mark.parametrize(
    ("reason", "longest"),
    [
        (Reason(ReasonKind.RAISED, "f" * 4_000, error=ErrorFact("E", "m")), 301),
        (Reason(ReasonKind.RAISED, error=ErrorFact("E", "m" * 4_000)), 401),
        (Reason(ReasonKind.RAISED, error=ErrorFact("E" * 4_000, "m")), 401),
        (Reason(ReasonKind.RAISED, error=ErrorFact("E", "m", 1, "y" * 4_000)), 201),
        (Reason(ReasonKind.BROKEN, detail="d" * 4_000), 401),
        (differs("returned", Kind.VALUE, "t" * 4_000, "t"), 220),
        (differs("returned", Kind.TYPE, ObjectFact("T" * 4_000), 1), 240),
        (
            differs("returned", Kind.VALUE, TensorFact("float32", (900,), (1.0,) * 900), None),
            120,
        ),
    ],
    ids=["call", "message", "type", "code", "detail", "text", "object", "tensor"],
)
def test_a_long_value_is_cut(reason, longest):
    lines = lines_of(reason)

    assert max(len(text) for _, _, text in lines) <= longest
    assert "…" in "".join(text for _, _, text in lines)


def test_a_long_name_of_a_forged_fact_is_cut():
    lines = lines_of(differs("n" * 4_000, Kind.MISSING, 1, ABSENT))

    assert max(len(text) for _, _, text in lines) <= 200


def test_eight_lines_of_what_was_printed_are_enough():
    told = feedback_on(verdict(printed="x\n" * 9), SLOPE, COURSE, EN)

    assert told.printed == "\n".join(["x"] * 8 + ["…"])


def test_what_was_printed_in_eight_lines_is_not_cut():
    told = feedback_on(verdict(printed="x\n" * 8), SLOPE, COURSE, EN)

    assert told.printed == "\n".join(["x"] * 8)


def test_nothing_printed_is_nothing_told():
    assert feedback_on(verdict(), SLOPE, COURSE, EN).printed == ""


# Plain text


def test_message_is_the_lines_as_plain_text():
    feedback = feedback_on(verdict(TABLE["a value differs"][0]), SLOPE, COURSE, EN)

    assert feedback.checks[0].message == (
        "called slope(tensor(2.))\n"
        "looked at returned value\n"
        "expected tensor(12.0)\n"
        "observed tensor(11.5)"
    )


def test_a_line_without_label_is_its_text():
    feedback = feedback_on(verdict(TABLE["not written"][0]), SLOPE, COURSE, EN)

    assert feedback.checks[0].message == "Not written yet: the stub is waiting for you."


# What a loop did


def flight_with(name, observed):
    """What is shown of a loop over the weight *name*, where *observed* names what is wrong."""
    reason = differs("adds_up", Kind.VALUE, observed, "nothing")
    failed = verdict(reason)
    checks = (replace(failed.checks[0], recording={"name": name, "loss": (4.0, 2.0)}),)
    feedback = feedback_on(replace(failed, checks=checks), SLOPE, COURSE, EN)
    return feedback.checks[0].trace


@pytest.mark.parametrize(
    ("name", "observed"), [("W1", "W1"), ("W1", "W1, W2"), ("W", "W2"), ("W1", "a tracked result")]
)
def test_a_loop_is_shown_with_the_weight_at_fault(name, observed):
    assert flight_with(name, observed) is not None


@pytest.mark.parametrize(("name", "observed"), [("W1", "W2"), ("W12", "W1"), ("v2", "v1, v3")])
def test_a_loop_over_another_weight_than_the_one_at_fault_is_not_shown(name, observed):
    assert flight_with(name, observed) is None
