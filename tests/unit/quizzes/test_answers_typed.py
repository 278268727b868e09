"""What learners type, in one canonical form."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.quizzes import (
    AnswerError,
    Meaning,
    Option,
    PlainKey,
    Question,
    judge_answer,
    readings,
)


def question(kind, *options, count=1, digits=2, code=None):
    made = tuple(Option(name, Text(en=en, hu=hu), code=en == hu) for name, en, hu in options)
    return Question("Q", 0, kind, Text(en="?", hu="?"), code, made, count, digits)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("6", "600"),
        ("6.0", "600"),
        ("6,00", "600"),
        ("+6", "600"),
        (" 6 ", "600"),
        ("-0,5", "-50"),
        ("−0.5", "-50"),
        ("tensor(6.)", "600"),
        ("1e2", "10000"),
        (".5", "50"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, form):
    assert readings(typed, question(ItemKind.NUMBER)) == (form,)


@given(st.integers(-10_000, 10_000), st.integers(0, 3))
def test_a_number_is_right_within_one_unit_of_its_last_digit(units, digits):
    key = PlainKey({str(units): Meaning(True)})
    asked = question(ItemKind.NUMBER, digits=digits)

    def is_right(value):
        return judge_answer(asked, key, f"{value:.6f}").correct

    unit = 10.0**-digits
    value = units * unit
    assert all(is_right(value + part * unit) for part in (0, 0.9, -0.9))
    assert not any(is_right(value + part * unit) for part in (1.1, -1.1, 3))


@pytest.mark.parametrize(
    "typed", ["", "   ", "six", "1.2.3", "1/2", "0x10", "1" * 30, "nan", "inf"]
)
def test_what_is_no_number_is_told_and_not_judged(typed):
    with pytest.raises(AnswerError):
        readings(typed, question(ItemKind.NUMBER))


@pytest.mark.parametrize(
    "typed",
    [
        "2, 40",
        "[2, 40]",
        "(2.0, 40.0)",
        "2 40",
        "2;40",
        "2,40",
        "tensor([2., 40.])",
        "2 and 40",
        "2 és 40",
    ],
)
def test_several_numbers_are_read_however_they_are_written(typed):
    assert readings(typed, question(ItemKind.TENSOR, count=2, digits=0)) == ("2,40",)


@pytest.mark.parametrize(
    "typed", ["1,96; 2,76", "1,96 2,76", "1.96, 2.76", "[1,96; 2,76]", "1,96, 2,76"]
)
def test_several_numbers_may_have_decimal_commas(typed):
    assert readings(typed, question(ItemKind.TENSOR, count=2)) == ("196,276",)


def test_how_many_numbers_are_asked_for_is_told():
    with pytest.raises(AnswerError, match="3 numbers"):
        readings("1, 2", question(ItemKind.TENSOR, count=3))


@pytest.mark.parametrize(
    ("typed", "form"),
    [("(2, 3)", "2,3"), ("[2,3]", "2,3"), ("2x3", "2,3"), ("torch.Size([2, 3])", "2,3"),
     ("()", ""), ("torch.Size([])", ""), ("(1,)", "1")],
)  # fmt: skip
def test_a_shape_is_read_however_it_is_written(typed, form):
    assert readings(typed, question(ItemKind.SHAPE)) == (form,)


@pytest.mark.parametrize("typed", ["two", ",", "2.5)", "(a, b)"])
def test_what_is_no_shape_is_told(typed):
    with pytest.raises(AnswerError):
        readings(typed, question(ItemKind.SHAPE))


OPTIONS = (("o1", "yes", "igen"), ("o2", "no, never", "nem, soha"), ("o3", "w.grad", "w.grad"))


@pytest.mark.parametrize("typed", ["b", "B", "b)", "no, never", "Nem, soha", "`no, never`", "o2"])
def test_an_option_is_known_by_letter_text_or_id(typed):
    assert readings(typed, question(ItemKind.SINGLE, *OPTIONS)) == ("o2",)


@pytest.mark.parametrize("typed", ["ac", "a c", "a, c", "c;a", "yes; w.grad", "igen, w.grad"])
def test_several_options_may_be_named_in_any_form(typed):
    assert readings(typed, question(ItemKind.MULTIPLE, *OPTIONS)) == ("o1,o3",)


def test_an_unknown_option_is_told_with_the_letters_there_are():
    with pytest.raises(AnswerError, match="a, b, c"):
        readings("z", question(ItemKind.SINGLE, *OPTIONS))


@pytest.mark.parametrize(
    "typed", ["cab", "c a b", "c,a,b", "c > a > b", "c → a → b", "w.grad; yes; no, never"]
)
def test_an_order_names_each_line_once(typed):
    assert readings(typed, question(ItemKind.ORDER, *OPTIONS)) == ("o3,o1,o2",)


@pytest.mark.parametrize("typed", ["ab", "aab", "abcc"])
def test_an_order_that_leaves_a_line_out_or_repeats_one_is_told(typed):
    with pytest.raises(AnswerError):
        readings(typed, question(ItemKind.ORDER, *OPTIONS))


@pytest.mark.parametrize("typed", ["2", "line 2", "2.", "a 2. sor"])
def test_a_line_is_told_by_its_number(typed):
    assert readings(typed, question(ItemKind.LINE, code="a\nb\nc")) == ("2",)


@pytest.mark.parametrize("typed", ["0", "4", "b"])
def test_a_line_that_is_not_there_is_told(typed):
    with pytest.raises(AnswerError, match="1 to 3"):
        readings(typed, question(ItemKind.LINE, code="a\nb\nc"))


@given(st.text(max_size=60), st.sampled_from(list(ItemKind)))
def test_whatever_is_typed_is_read_or_refused(typed, kind):
    asked = question(kind, *OPTIONS, count=2, code="a\nb")
    try:
        assert all(isinstance(form, str) for form in readings(typed, asked))
    except AnswerError:
        pass


# Credit


MEANINGS = {
    "o1": Meaning(True),
    "o2": Meaning(False, "grad_not_zeroed"),
    "o3": Meaning(True, "sum_for_mean", Text(en="this too", hu="ez is")),
}


@pytest.mark.parametrize(
    ("typed", "credit", "named"),
    [
        ("ac", 1, ()),
        ("a", 0.5, ("sum_for_mean",)),
        ("abc", 0.5, ("grad_not_zeroed",)),
        ("b", 0, ("grad_not_zeroed", "sum_for_mean")),
        ("ab", 0, ("grad_not_zeroed", "sum_for_mean")),
    ],
)
def test_a_wrong_option_takes_away_what_a_right_one_gives(typed, credit, named):
    verdict = judge_answer(question(ItemKind.MULTIPLE, *OPTIONS), PlainKey(MEANINGS), typed)

    assert verdict.credit == credit
    assert verdict.correct == (credit == 1)
    assert verdict.misconceptions == named


def test_an_answer_that_no_misconception_predicts_is_wrong_and_names_none():
    verdict = judge_answer(question(ItemKind.NUMBER), PlainKey({"600": Meaning(True)}), "7")

    assert (verdict.correct, verdict.misconceptions, verdict.meanings) == (
        False,
        (),
        (Meaning(False),),
    )


def test_of_two_near_readings_the_right_one_counts():
    key = PlainKey({"600": Meaning(True), "602": Meaning(False, "sum_for_mean")})
    asked = question(ItemKind.NUMBER)

    for typed, right in itertools.product(["6.009", "5.995"], [True]):
        assert judge_answer(asked, key, typed).correct is right
    assert judge_answer(asked, key, "6.015").misconceptions == ("sum_for_mean",)
