import math
from dataclasses import replace

import pytest
from builders import error, seen, tensor
from hypothesis import given
from hypothesis import strategies as st

from autograder.judging.comparing import (
    ABSENT,
    Absent,
    Difference,
    Kind,
    classify_error,
    compare_facts,
    first_difference,
    same,
)
from autograder.observations import ArrayFact, ErrorFact, ObjectFact, TensorFact

numbers = st.floats(-1e6, 1e6)


# -- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (2.0, 2.0),
        (2, 2.0),
        (2.0, 2),
        (2, 2),
        (0.0, -0.0),
        # 1e-4 of the expected number and 1e-6 on top
        (100.01, 100.0),
        (99.99, 100.0),
        (-100.01, -100.0),
        (9e-7, 0.0),
        (-9e-7, 0.0),
    ],
)
def test_numbers_within_tolerance_are_the_same(observed, expected):
    assert compare_facts(observed, expected) is None


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (3, 2),
        (2.0, -2.0),
        (100.0101, 100.0),
        (99.9899, 100.0),
        (1.1e-6, 0.0),
        (-1.1e-6, 0.0),
    ],
)
def test_numbers_beyond_tolerance_differ_in_value(observed, expected):
    assert compare_facts(observed, expected) is Kind.VALUE


def test_tolerance_is_relative_to_the_expected_number_not_to_the_observed():
    # 1 of 10,000 is allowed for the expected 10,000 and not for the expected 9,999 less a bit.
    assert compare_facts(9_999.0, 10_000.0) is None
    assert compare_facts(10_000.0, 9_998.99) is Kind.VALUE
    assert compare_facts(1e9, 1.0) is Kind.VALUE


def test_the_absolute_tolerance_comes_on_top_of_the_relative_one():
    # 1e-4 * 0.01 + 1e-6 = 2e-6
    assert compare_facts(0.0100019, 0.01) is None
    assert compare_facts(0.0100021, 0.01) is Kind.VALUE


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_equals_itself_only(number):
    assert compare_facts(number, number) is None
    for other in {math.inf, -math.inf, 0.0, 1e300} - {number}:
        assert compare_facts(other, number) is Kind.VALUE
        assert compare_facts(number, other) is Kind.VALUE


def test_nan_and_infinity_differ():
    assert compare_facts(math.inf, math.nan) is Kind.VALUE
    assert compare_facts(math.nan, math.inf) is Kind.VALUE


@given(numbers)
def test_every_number_equals_itself(number):
    assert compare_facts(number, number) is None


@pytest.mark.parametrize(
    ("observed", "expected"),
    [(10_001, 10_000), ((10_000, 2), (10_000, 1)), ((50_000, 9), (50_000, 10))],
)
def test_whole_numbers_are_compared_exactly(observed, expected):
    assert compare_facts(observed, expected) is Kind.VALUE


# -- other plain values ------------------------------------------------------------------------


@pytest.mark.parametrize("fact", [None, True, False, "a", "", (), ObjectFact("set")])
def test_a_plain_fact_equals_itself(fact):
    assert compare_facts(fact, fact) is None


@pytest.mark.parametrize(("observed", "expected"), [(True, False), ("a", "b"), ("a", "A")])
def test_plain_facts_of_one_type_differ_in_value(observed, expected):
    assert compare_facts(observed, expected) is Kind.VALUE


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (True, 1),
        (1, True),
        (False, 0.0),
        (0, None),
        (None, 0),
        ("1", 1),
        (1, "1"),
        ((), None),
        ((1,), 1),
        (tensor(1), 1.0),
        (1.0, tensor(1)),
        (tensor(1), (1.0,)),
        ((1.0,), tensor(1)),
        (ObjectFact("set"), "set"),
        (tensor(1), None),
    ],
)
def test_facts_of_two_types_differ_in_type(observed, expected):
    assert compare_facts(observed, expected) is Kind.TYPE


def test_two_objects_of_other_types_differ_in_type():
    assert compare_facts(ObjectFact("set"), ObjectFact("dict")) is Kind.TYPE


# -- tensors -----------------------------------------------------------------------------------


def test_a_tensor_equals_one_with_the_same_numbers():
    assert compare_facts(tensor(1, 2), tensor(1, 2)) is None


def test_a_tensor_of_another_shape_differs_in_shape_even_with_the_same_numbers():
    column = tensor(1, 2, shape=(2, 1))

    assert compare_facts(column, tensor(1, 2)) is Kind.SHAPE


def test_a_tensor_of_another_dtype_differs_in_dtype_even_with_the_same_numbers():
    assert compare_facts(tensor(1, dtype="float64"), tensor(1)) is Kind.DTYPE


def test_the_shape_is_told_before_the_dtype():
    assert compare_facts(tensor(1, 2, dtype="int64"), tensor(1)) is Kind.SHAPE


def test_the_dtype_is_told_before_the_values():
    assert compare_facts(tensor(5, dtype="int64"), tensor(1)) is Kind.DTYPE


@pytest.mark.parametrize(
    ("dtype", "allowed"),
    [("float16", 1e-2), ("bfloat16", 3e-2), ("float32", 1e-4), ("float64", 1e-7)],
)
def test_a_dtype_is_compared_with_its_own_relative_tolerance(dtype, allowed):
    def compare(observed):
        return compare_facts(tensor(observed, dtype=dtype), tensor(1000, dtype=dtype))

    inside, outside = allowed * 0.999 * 1000, allowed * 1.001 * 1000 + 1e-6
    assert [compare(1000 + inside), compare(1000 - inside)] == [None, None]
    assert [compare(1000 + outside), compare(1000 - outside)] == [Kind.VALUE, Kind.VALUE]


@pytest.mark.parametrize("dtype", ["int64", "bool", "uint8"])
def test_a_tensor_of_whole_numbers_is_compared_exactly(dtype):
    big = 1_000_000

    assert compare_facts(tensor(big, dtype=dtype), tensor(big, dtype=dtype)) is None
    assert compare_facts(tensor(big + 1, dtype=dtype), tensor(big, dtype=dtype)) is Kind.VALUE
    assert compare_facts(tensor(1e-9, dtype=dtype), tensor(0, dtype=dtype)) is Kind.VALUE


def test_a_number_has_a_fiftieth_of_the_largest_ones_tolerance_at_least():
    expected = tensor(0, 1, -1000)

    # 1e-4 * 1000 / 50 + 1e-6
    assert compare_facts(tensor(0.00199, 1, -1000), expected) is None
    assert compare_facts(tensor(0.00201, 1, -1000), expected) is Kind.VALUE
    assert compare_facts(tensor(0, 1, -1000.1), expected) is None


def test_numbers_of_unlike_size_have_a_tolerance_each():
    assert compare_facts(tensor(1000, 0.10), tensor(1000, 0.05)) is Kind.VALUE
    assert compare_facts((1000.0, 0.10), (1000.0, 0.05)) is Kind.VALUE


def test_a_large_observed_number_does_not_widen_the_tolerance():
    assert compare_facts(tensor(1e9, 1), tensor(1, 1)) is Kind.VALUE


def test_an_infinite_expected_number_does_not_widen_the_tolerance():
    inf = math.inf

    assert compare_facts(tensor(1, inf), tensor(1, inf)) is None
    assert compare_facts(tensor(1.5, inf), tensor(1, inf)) is Kind.VALUE


def test_one_number_that_differs_makes_tensors_differ():
    assert compare_facts(tensor(1, 2, 3), tensor(1, 2, 4)) is Kind.VALUE
    assert compare_facts(tensor(0, 2, 4), tensor(1, 2, 4)) is Kind.VALUE


def test_empty_tensors_are_the_same():
    assert compare_facts(tensor(), tensor()) is None


def test_nan_in_the_same_place_is_the_same():
    nan = math.nan

    assert compare_facts(tensor(nan, 1), tensor(nan, 1)) is None
    assert compare_facts(tensor(1, nan), tensor(nan, 1)) is Kind.VALUE


# -- lists -------------------------------------------------------------------------------------


def test_lists_of_other_lengths_differ_in_length():
    assert compare_facts((1, 2), (1, 2, 3)) is Kind.LENGTH
    assert compare_facts((1,), ()) is Kind.LENGTH


def test_a_list_of_numbers_is_compared_as_a_tensor_is():
    # 1e-4 * 1000 / 50 + 1e-6
    assert compare_facts((1000.0, 0.00199), (1000.0, 0.0)) is None
    assert compare_facts((1000.0, 0.00201), (1000.0, 0.0)) is Kind.VALUE


@pytest.mark.parametrize("code", ['raise ValueError("one")', "assert X.dim() == 2"])
def test_what_a_learners_own_line_raises_is_compared_by_its_type(code):
    own = error("ValueError", "the shapes differ", 3, code)
    other = error("ValueError", "alakhiba", 7, 'raise ValueError(f"{X.shape}")')

    assert compare_facts(own, other) is None
    assert compare_facts(own, error("TypeError", "alakhiba", 7, code)) is Kind.RAISED
    assert compare_facts(own, error("ValueError", "alakhiba", 7, "y = f(raised)")) is Kind.RAISED


def test_a_list_of_truth_values_is_no_list_of_numbers():
    assert compare_facts((True, 1), (True, 1)) is None
    assert compare_facts((1, 1), (True, 1)) is Kind.TYPE
    assert compare_facts((True, 1), (1, 1)) is Kind.TYPE
    # Not one scale, then: each number has its own.
    assert compare_facts((1000.0, 0.01, True), (1000.0, 0.0, True)) is Kind.VALUE


def test_a_list_in_which_only_one_side_holds_numbers_is_compared_part_by_part():
    assert compare_facts((1000.0, "a"), (1000.0, 0.0)) is Kind.TYPE
    assert compare_facts((1000.0, 0.0), (1000.0, "a")) is Kind.TYPE


def test_the_first_differing_part_of_a_list_tells_the_kind():
    observed = ("a", tensor(1), tensor(1), 1)

    assert compare_facts(observed, ("a", tensor(1, 2), tensor(2), "b")) is Kind.SHAPE
    assert compare_facts(observed, ("a", tensor(1), tensor(2), "b")) is Kind.VALUE
    assert compare_facts(observed, ("a", tensor(1), tensor(1), "b")) is Kind.TYPE
    assert compare_facts(observed, ("a", tensor(1), tensor(1), 1)) is None


def test_lists_within_lists_are_compared():
    assert compare_facts((("a", (1,)),), (("a", (1,)),)) is None
    assert compare_facts((("a", (1,)),), (("a", (2,)),)) is Kind.VALUE
    assert compare_facts((("a", (1,)),), (("a", (1, 2)),)) is Kind.LENGTH


def test_errors_within_lists_are_classified_too():
    def classify(type_name, message):
        return "known"

    one, other = (error(message="one"), "a"), (error(message="other"), "a")

    assert compare_facts(one, other) is Kind.RAISED
    assert compare_facts(one, other, classify) is None


# -- errors ------------------------------------------------------------------------------------


def test_an_error_is_classified_by_type_and_message():
    assert classify_error(error("ValueError", "no way")) == "ValueError: no way"


@pytest.mark.parametrize(
    ("message", "stable"),
    [
        ("version 3; expected 12", "version _; expected _"),
        ("at 0x7f3a5bcd of 9", "at _ of _"),
        ("name 'W' and \"b\" differ", "name _ and _ differ"),
        ("'' is \"\"", "_ is _"),
        ("'a' b 'c'", "_ b _"),
        ('"a" b "c"', "_ b _"),
        ("0xZZ", "_xZZ"),
    ],
)
def test_numbers_addresses_and_quoted_names_do_not_tell_errors_apart(message, stable):
    assert classify_error(error("E", message)) == f"E: {stable}"


def test_two_hundred_characters_of_a_message_tell_errors_apart():
    assert classify_error(error("E", "x" * 300)) == "E: " + "x" * 200


def test_the_message_is_shortened_after_the_numbers_are_taken_out():
    assert classify_error(error("E", "1" * 150 + "x" * 300)) == "E: _" + "x" * 199


def test_a_classifier_is_asked_with_type_and_message_and_its_name_counts():
    def classify(type_name, message):
        return f"{type_name}|{message}"

    assert classify_error(error("E", "m"), classify) == "E|m"


def test_an_error_that_the_classifier_does_not_know_is_classified_as_without_one():
    assert classify_error(error("E", "m 5"), lambda *_: None) == "E: m _"


def test_an_empty_name_from_the_classifier_is_a_name():
    assert classify_error(error("E", "m"), lambda *_: "") == ""


def test_errors_of_one_class_are_the_same_wherever_they_arose():
    one = ErrorFact("E", "size 3", 5, "a = b")
    other = ErrorFact("E", "size 4", 7, "c = d")

    assert compare_facts(one, other) is None


def test_errors_of_another_type_or_message_differ():
    assert compare_facts(error("A", "m"), error("B", "m")) is Kind.RAISED
    assert compare_facts(error("A", "m"), error("A", "n")) is Kind.RAISED


def test_errors_that_the_classifier_names_alike_are_the_same():
    def classify(type_name, message):
        return "zero" if "0" in message else None

    assert compare_facts(error("A", "x 0"), error("B", "y 0"), classify) is None
    assert compare_facts(error("A", "x 0"), error("B", "y"), classify) is Kind.RAISED


@pytest.mark.parametrize("other", [None, "RuntimeError", ObjectFact("RuntimeError")])
def test_an_error_on_one_side_only_is_a_difference_in_what_was_raised(other):
    assert compare_facts(error(), other) is Kind.RAISED
    assert compare_facts(other, error()) is Kind.RAISED


# -- the first difference ----------------------------------------------------------------------


def test_equal_observations_have_no_difference():
    assert first_difference(seen(a=1, b="x"), seen(a=1, b="x")) is None


def test_a_difference_holds_the_name_the_kind_and_both_facts():
    found = first_difference(seen(a=1, b="x"), seen(a=1, b="y"))

    assert found == Difference("b", Kind.VALUE, observed="x", expected="y")


def test_the_references_order_decides_which_difference_is_first():
    observed = seen(a=1, b=1, c=1)

    assert first_difference(observed, seen(c=1, b=2, a=2)).name == "b"
    assert first_difference(observed, seen(a=2, b=2, c=1)).name == "a"


def test_a_fact_that_the_submission_lacks_is_missing_in_its_place():
    found = first_difference(seen(b=2), seen(a=1, b=1))

    assert found == Difference("a", Kind.MISSING, observed=ABSENT, expected=1)


def test_a_missing_fact_does_not_hide_a_difference_before_it():
    assert first_difference(seen(a=2), seen(a=1, b=1)).name == "a"


def test_a_fact_that_only_the_submission_has_is_a_difference_and_comes_last():
    assert first_difference(seen(z=0, a=2), seen(a=1)).name == "a"

    found = first_difference(seen(z=0, a=1), seen(a=1))

    assert found == Difference("z", Kind.MISSING, observed=0, expected=ABSENT)


def test_a_fact_that_is_none_is_not_missing():
    assert first_difference(seen(a=None), seen(a=None)) is None
    assert first_difference(seen(a=None), seen(a=1)).kind is Kind.TYPE


def test_the_text_absent_is_a_text():
    assert first_difference(seen(a="absent"), seen(a="absent")) is None


def test_clues_call_and_sizes_are_not_judged():
    observed = seen(a=1, clues={"c": 1}, call="f(1)", sizes={"N": 1})

    assert first_difference(observed, seen(a=1, clues={"c": 2}, call="f(2)")) is None


def test_the_first_difference_is_found_with_the_classifier():
    observed, expected = seen(raised=error(message="one")), seen(raised=error(message="other"))

    assert first_difference(observed, expected).kind is Kind.RAISED
    assert first_difference(observed, expected, lambda *_: "known") is None


def test_absent_is_one_of_a_kind():
    assert list(Absent) == [ABSENT]


# -- sameness ----------------------------------------------------------------------------------


def test_the_same_facts_are_the_same_in_any_order():
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert same({}, {})


def test_facts_within_tolerance_are_the_same():
    assert same({"a": 1.00001}, {"a": 1.0})


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": None}),
        ({"a": 1, "b": None}, {"a": 1}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1, "b": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}),
    ],
)
def test_one_fact_that_differs_or_is_missing_is_not_the_same(observed, expected):
    assert same(observed, expected) is False


def test_facts_set_aside_are_not_compared():
    assert same({"a": 1, "b": 1}, {"a": 1, "b": 2}, but=["b"])
    assert same({"a": 1}, {"a": 1, "b": 2}, but=["b"])
    assert same({"a": 1, "b": 2}, {"a": 1}, but=iter(["b"]))
    assert not same({"a": 1, "b": 1}, {"a": 2, "b": 2}, but=["b"])


def test_sameness_of_errors_is_the_classifiers_word():
    one, other = {"raised": error(message="one")}, {"raised": error(message="other")}

    assert not same(one, other)
    assert same(one, other, lambda *_: "known")


def test_an_array_is_compared_as_a_tensor_is_and_is_none():
    array = ArrayFact("float64", (2,), (1.0, 2.0))

    assert compare_facts(replace(array, values=(1.0, 2.0 + 1e-9)), array) is None
    assert compare_facts(replace(array, values=(1.0, 2.1)), array) is Kind.VALUE
    assert compare_facts(replace(array, dtype="int64"), array) is Kind.DTYPE
    assert compare_facts(replace(array, shape=(2, 1)), array) is Kind.SHAPE
    assert compare_facts(TensorFact("float64", (2,), (1.0, 2.0)), array) is Kind.TYPE
