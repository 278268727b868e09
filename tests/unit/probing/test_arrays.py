"""What checks without torch see of arrays."""

import numpy as np
import pytest

from autograder.observations import ArrayFact, TensorFact
from autograder.probing import Case, describe, filled, plus
from autograder.probing.arrays import shares_memory, written_through


def test_a_cases_array_is_drawn_again_alike_in_memory_of_its_own():
    one, other = (Case("public", "x/y", 0).array(2, 3, low=1, high=2) for _ in range(2))

    assert one.shape == (2, 3)
    assert one.dtype == np.float64
    assert (one == other).all()
    assert ((one >= 1) & (one <= 2)).all()
    assert one.flags.owndata


def test_an_array_and_a_tensor_are_drawn_from_the_same_numbers():
    array, tensor = Case("s", "x", 1).array(2, 2), Case("s", "x", 1).tensor(2, 2)

    assert array.astype("float32").tolist() == tensor.tolist()


@pytest.mark.parametrize(
    ("answer_of", "holds"),
    [
        (lambda given: given, [7.0, 7.0, 7.0, 7.0]),
        (lambda given: given[1:], [0.0, 7.0, 7.0, 7.0]),
        (lambda given: given.reshape(2, 2)[:, ::2], [7.0, 1.0, 7.0, 3.0]),
        (lambda given: given.copy(), [0.0, 1.0, 2.0, 3.0]),
        (lambda given: given[[0, 1]], [0.0, 1.0, 2.0, 3.0]),
    ],
)
def test_writing_into_an_answer_shows_whether_it_is_a_view(answer_of, holds):
    given = np.arange(4.0)

    assert written_through(answer_of(given), given, 7.0) == ArrayFact("float64", (4,), tuple(holds))


@pytest.mark.parametrize(
    "answer", [None, [1.0], np.float64(1), np.broadcast_to(1.0, 3), np.ma.ones(2)]
)
def test_what_can_not_be_written_to_is_no_witness(answer):
    assert written_through(answer, np.arange(4.0), 7.0) is None


def test_memory_is_shared_by_views_alone():
    given = np.arange(4.0)

    assert shares_memory(given[1:], given)
    assert not shares_memory(given.copy(), given)
    assert not shares_memory([1.0], given)


def test_witnesses_hold_drawn_numbers_of_arrays_as_of_tensors():
    array = np.array([1.0, 2.0])

    assert plus(array, 0.5) == ArrayFact("float64", (2,), (1.5, 2.5))
    assert filled(array, 0.5) == ArrayFact("float32", (2,), (0.5, 0.5))
    assert type(plus(array, 0.5)) is not TensorFact


def test_a_fact_about_an_array_is_described_as_it_is():
    fact = written_through(np.zeros(2), np.arange(2.0), 7.0)

    assert describe(fact) == fact == ArrayFact("float64", (2,), (0.0, 1.0))
    assert describe([fact, 1]) == (fact, 1)
