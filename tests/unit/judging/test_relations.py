import math

import pytest
from builders import error, tensor
from hypothesis import assume, given
from hypothesis import strategies as st

from autograder.judging.relations import Relation, RelationKind, find_relation
from autograder.observations import ObjectFact

SIMPLE_FACTORS = [2.0, 3.0, 4.0, 5.0, 10.0, 0.5, 0.25, 0.1, -2.0, -0.5]
X = (1.0, -2.0, 5.0)

opposite = Relation(RelationKind.OPPOSITE)
zero = Relation(RelationKind.ZERO)
not_finite = Relation(RelationKind.NOT_FINITE)
transposed = Relation(RelationKind.TRANSPOSED)
reshaped = Relation(RelationKind.RESHAPED)
one_late = Relation(RelationKind.ONE_LATE)
one_early = Relation(RelationKind.ONE_EARLY)


def times(factor):
    return Relation(RelationKind.TIMES, factor)


def matrix(*rows):
    values = [value for row in rows for value in row]
    return tensor(*values, shape=(len(rows), len(rows[0])))


vectors = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6).filter(
    lambda values: max(map(abs, values)) > 1e-3
)


# -- factors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", SIMPLE_FACTORS)
def test_a_simple_multiple_is_told_by_its_factor(factor):
    observed = tuple(factor * x for x in X)

    assert find_relation(observed, X) == times(factor)
    assert find_relation(tensor(*observed), tensor(*X)) == times(factor)
    assert find_relation(factor * 3, 3) == times(factor)


@given(vectors, st.sampled_from(SIMPLE_FACTORS))
def test_a_multiple_of_any_numbers_is_told_by_its_factor(values, factor):
    observed = tensor(*(factor * value for value in values))

    assert find_relation(observed, tensor(*values)) == times(factor)


@given(vectors)
def test_the_opposite_of_any_numbers_is_told(values):
    observed = tensor(*(-value for value in values))

    assert find_relation(observed, tensor(*values)) == opposite


@given(vectors, st.integers(2, 64))
def test_a_multiple_by_a_named_size_is_told_by_its_name(values, size):
    expected = tensor(*values)

    larger = tensor(*(size * value for value in values))
    smaller = tensor(*(value / size for value in values))

    assert find_relation(larger, expected, {"N": size}) == Relation(
        RelationKind.NAMED_TIMES, size, "N"
    )
    assert find_relation(smaller, expected, {"N": size}) == Relation(
        RelationKind.NAMED_PART, 1 / size, "N"
    )


@given(vectors, st.floats(-1e3, 1e3))
def test_a_found_factor_leads_back_to_the_observed_numbers(values, factor):
    assume(factor != 1)
    observed = tuple(factor * value for value in values)
    relation = find_relation(observed, tuple(values))
    if relation is not None and relation.kind is RelationKind.TIMES:
        assert relation.factor == pytest.approx(factor, rel=2e-3)


@pytest.mark.parametrize("factor", [1.0, 7.0, 6.0, 0.2, -3.0, 1.5])
def test_a_factor_that_nobody_makes_is_no_relation(factor):
    assert find_relation(tuple(factor * x for x in X), X) is None


def test_one_number_off_is_no_relation():
    assert find_relation((2.0, -4.0, 11.0), X) is None


def test_a_factor_holds_to_a_thousandth_of_the_largest_number():
    assert find_relation((2000.0, 1.9), (1000.0, 0.0)) == times(2.0)
    assert find_relation((2000.0, -1.9), (1000.0, 0.0)) == times(2.0)
    assert find_relation((2000.0, 2.1), (1000.0, 0.0)) is None
    assert find_relation((2000.0, -2.1), (1000.0, 0.0)) is None


def test_a_thousandth_off_is_still_within():
    assert find_relation((2048.0 + 2.0, 0.0), (1024.0, 0.0)) == times(2.0)
    assert find_relation((2000.0, 2.0), (1000.0, 0.0)) == times(2.0)


def test_a_negative_largest_number_sets_the_scale_too():
    assert find_relation((-2000.0, 1.9), (-1000.0, 0.0)) == times(2.0)


def test_the_opposite_comes_before_a_size_that_is_one_of_a_kind():
    assert find_relation((-1.0, 2.0, -5.0), X, {"N": 2}) == opposite


def test_a_named_size_wins_over_a_plain_factor():
    assert find_relation(tuple(4 * x for x in X), X, {"N": 4}) == Relation(
        RelationKind.NAMED_TIMES, 4.0, "N"
    )
    assert find_relation(tuple(x / 4 for x in X), X, {"N": 4}) == Relation(
        RelationKind.NAMED_PART, 0.25, "N"
    )


def test_a_named_size_may_be_no_simple_factor():
    assert find_relation(tuple(7 * x for x in X), X, {"N": 7}) == Relation(
        RelationKind.NAMED_TIMES, 7.0, "N"
    )


def test_a_named_factor_is_a_float():
    assert type(find_relation((6, 12), (3, 6), {"N": 2}).factor) is float


def test_another_size_leaves_the_plain_factor():
    assert find_relation(tuple(4 * x for x in X), X, {"N": 3, "D": 1}) == times(4.0)


def test_the_first_size_of_several_equal_ones_is_named():
    assert find_relation((6.0, 3.0), (2.0, 1.0), {"N": 3, "D": 3}).size == "N"


def test_a_later_size_is_named_where_the_first_does_not_fit():
    assert find_relation((6.0, 3.0), (2.0, 1.0), {"N": 4, "D": 3}).size == "D"
    assert find_relation((2.0, 1.0), (6.0, 3.0), {"N": 4, "D": 3}).size == "D"


@pytest.mark.parametrize("size", [1, 0, -2])
def test_a_size_of_one_or_less_explains_nothing(size):
    assert find_relation((1.0, 2.0), (1.0, 2.0), {"N": size}) is None
    assert find_relation((-2.0, -4.0), (1.0, 2.0), {"N": size}) == times(-2.0)


def test_a_size_of_two_explains():
    assert find_relation((2.0, 4.0), (1.0, 2.0), {"N": 2}).kind is RelationKind.NAMED_TIMES
    assert find_relation((0.5, 1.0), (1.0, 2.0), {"N": 2}).kind is RelationKind.NAMED_PART


def test_sizes_are_used_for_tensors_and_for_lists():
    assert find_relation(tensor(6), tensor(2), {"N": 3}).size == "N"
    assert find_relation((6,), (2,), {"N": 3}).size == "N"
    assert find_relation(6, 2, {"N": 3}).size == "N"


# -- zero and infinity -------------------------------------------------------------------------


def test_nothing_but_zeros_is_zero():
    assert find_relation((0.0, -0.0, 0), X) == zero
    assert find_relation(tensor(0, 0), tensor(1, 2)) == zero


def test_one_number_that_is_not_zero_is_not_zero():
    assert find_relation((0.0, 1.0, 0.0), X) is None


def test_where_zeros_are_expected_nothing_is_a_multiple():
    assert find_relation((1.0, 2.0), (0.0, 0.0)) is None
    assert find_relation((0.0, 0.0), (0.0, 0.0)) is None


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_an_observed_number_that_is_not_finite_is_told(number):
    assert find_relation((1.0, number, 5.0), X) == not_finite
    assert find_relation(tensor(1, number), tensor(1, 2)) == not_finite
    assert find_relation(number, 3.0) == not_finite


def test_not_finite_is_told_even_where_zeros_are_expected():
    assert find_relation(math.nan, 0.0) == not_finite


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_nothing_is_a_multiple_of_what_is_not_finite(number):
    assert find_relation((2.0, 4.0), (1.0, number)) is None
    assert find_relation((0.0, 0.0), (1.0, number)) is None


# -- matrices ----------------------------------------------------------------------------------


def test_a_transposed_matrix_is_told():
    assert find_relation(matrix((1, 4), (2, 5), (3, 6)), matrix((1, 2, 3), (4, 5, 6))) == transposed


def test_a_transposed_square_matrix_is_told():
    assert find_relation(matrix((1, 3), (2, 4)), matrix((1, 2), (3, 4))) == transposed


def test_a_transpose_within_tolerance_is_told():
    assert find_relation(matrix((1, 3.0001), (2, 4)), matrix((1, 2), (3, 4))) == transposed
    assert find_relation(matrix((1, 3.1), (2, 4)), matrix((1, 2), (3, 4))) is None


def test_the_numbers_of_a_transpose_in_the_shape_of_no_transpose_are_not_called_one():
    """(2, 3) with the columns of a (2, 3) written one after the other: a reshape."""
    assert find_relation(matrix((1, 4, 2), (5, 3, 6)), matrix((1, 2, 3), (4, 5, 6))) is None


def test_a_symmetric_matrix_is_never_called_transposed():
    symmetric = matrix((1, 2), (2, 4))

    assert find_relation(symmetric, symmetric) is None
    assert find_relation(matrix((2, 4), (4, 8)), symmetric) == times(2.0)


def test_a_multiple_of_a_matrix_is_told():
    assert find_relation(matrix((2, 4), (6, 8)), matrix((1, 2), (3, 4))) == times(2.0)


def test_the_same_numbers_in_another_order_of_rows_are_reshaped_not_transposed():
    assert find_relation(matrix((1, 2), (3, 4), (5, 6)), matrix((1, 2, 3), (4, 5, 6))) == reshaped


def test_a_transpose_comes_before_a_reshape():
    same_either_way = matrix((0, 0, 0), (0, 0, 7))

    assert (
        find_relation(tensor(0, 0, 0, 0, 0, 7, shape=(3, 2)), same_either_way).kind
        is RelationKind.TRANSPOSED
    )


@pytest.mark.parametrize(
    ("shape", "wanted"), [((3,), (3, 1)), ((3, 1), (3,)), ((1, 3), (3, 1)), ((3, 1, 1), (3,))]
)
def test_a_vector_stood_up_or_laid_down_is_reshaped(shape, wanted):
    assert find_relation(tensor(*X, shape=shape), tensor(*X, shape=wanted)) == reshaped


def test_a_scalar_in_a_list_is_reshaped():
    assert find_relation(tensor(5), tensor(5, shape=())) == reshaped


def test_other_numbers_in_another_shape_are_no_relation():
    assert find_relation(tensor(1, 2, 4, shape=(3, 1)), tensor(1, 2, 3)) is None
    assert find_relation(tensor(2, 4, 6, shape=(3, 1)), tensor(1, 2, 3)) is None


def test_more_numbers_are_no_relation():
    assert find_relation(tensor(1, 2, 3), tensor(1, 2)) is None
    assert find_relation(tensor(1, 2), tensor(1, 2, 3)) is None


def test_zeros_in_another_shape_are_no_relation():
    assert find_relation(tensor(0, 0, shape=(2, 1)), tensor(0, 0)) is None


def test_empty_tensors_of_other_shapes_are_no_relation():
    assert find_relation(tensor(shape=(0, 1)), tensor(shape=(0,))) is None


def test_a_transpose_needs_the_shape_turned_round():
    # The numbers column by column, but laid out as a vector.
    assert find_relation(tensor(1, 4, 2, 5, 3, 6), matrix((1, 2, 3), (4, 5, 6))) is None


def test_tensors_of_three_axes_are_not_transposed():
    three = tensor(*range(1, 9), shape=(2, 2, 2))

    assert find_relation(tensor(1, 5, 3, 7, 2, 6, 4, 8, shape=(2, 2, 2)), three) is None
    assert find_relation(tensor(*range(2, 17, 2), shape=(2, 2, 2)), three) == times(2.0)


# -- lists -------------------------------------------------------------------------------------


def test_a_list_that_starts_one_too_late_is_told():
    assert find_relation((9.0, 1.0, 2.0), (1.0, 2.0, 4.0)) == one_late


def test_a_list_that_starts_one_too_early_is_told():
    assert find_relation((2.0, 4.0, 9.0), (1.0, 2.0, 4.0)) == one_early


def test_two_numbers_are_too_few_for_a_shift():
    assert find_relation((9.0, 1.0), (1.0, 2.5)) is None
    assert find_relation((2.5, 9.0), (1.0, 2.5)) is None


def test_a_multiple_comes_before_a_shift():
    assert find_relation((2.0, 4.0, 8.0), (1.0, 2.0, 4.0)) == times(2.0)


def test_a_tensor_is_not_shifted():
    assert find_relation(tensor(9, 1, 2), tensor(1, 2, 4)) is None


def test_lists_of_other_lengths_are_no_relation():
    assert find_relation((2.0, 4.0), (1.0, 2.0, 3.0)) is None
    assert find_relation((1.0, 2.0, 3.0, 4.0), (1.0, 2.0, 3.0)) is None


def test_empty_lists_are_no_relation():
    assert find_relation((), ()) is None
    assert find_relation((1.0,), ()) is None


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ("a", "b"),
        (None, 1.0),
        (1.0, None),
        (True, 2.0),
        (2.0, True),
        ((2.0, True), (1.0, 1.0)),
        ((2.0, "a"), (1.0, "a")),
        (ObjectFact("set"), 1.0),
        (error(), 1.0),
        (tensor(2), 1.0),
        (2.0, tensor(1)),
        (tensor(2), (1.0,)),
        ((tensor(2),), (tensor(1),)),
    ],
)
def test_what_is_no_number_has_no_relation(observed, expected):
    assert find_relation(observed, expected) is None


def test_a_number_and_a_list_of_one_number_are_compared_as_numbers():
    assert find_relation((2.0,), 1.0) == times(2.0)


def test_whole_numbers_have_relations_too():
    assert find_relation(6, 3) == times(2.0)


def test_a_relation_says_once_and_no_size_unless_told():
    assert Relation(RelationKind.ZERO) == Relation(RelationKind.ZERO, 1.0, "")
