"""What a submission gave back is told in words, whatever it is, and none of the learner's methods run."""

import math
from collections import OrderedDict, defaultdict
from typing import NamedTuple

import pytest
import torch

from autograder.observations import TensorFact
from autograder.probing.returned import (
    as_it_is_now,
    dtype_in_words,
    entries,
    entry_of,
    how_many,
    is_leaf_of,
    is_list_of,
    is_new_leaf,
    is_tracked,
    list_of,
    listed,
    names_in,
    number_everywhere,
    numbers_in,
    only_number,
    parts_of,
    requires_grad_of,
    rows_in,
    shape_in_words,
    tensors_in,
    tracked_in_words,
    type_as_written,
    type_with_parts,
    types_as_written,
)


class Reaching(torch.Tensor):
    """A learner's own kind of tensor, none of whose methods may run."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        raise AssertionError("learner code was run")


class Listing(list):
    """A learner's own kind of list, none of whose methods may run."""

    def __len__(self):
        raise AssertionError("learner code was run")

    __iter__ = __getitem__ = __len__


def reaching():
    return torch.Tensor._make_subclass(Reaching, torch.ones(2), True)


def tracked(*numbers):
    return torch.tensor(numbers, requires_grad=True)


class Pair(NamedTuple):
    count: int
    mean: float


NO_TENSORS = [None, 3, 2.5, "text", [1.0], object(), torch.Tensor, Listing([1.0]), reaching()]


@pytest.mark.parametrize(
    ("value", "shape", "dtype"),
    [
        (torch.tensor(2.5), "()", "float32"),
        (torch.ones(4, 1, dtype=torch.int64), "(4, 1)", "int64"),
        (TensorFact("float64", (2,), (1.0, 2.0)), "(2,)", "float64"),
        (3, "int", "int"),
        (None, "NoneType", "NoneType"),
        ([1.0], "tuple", "tuple"),
    ],
)
def test_shape_and_dtype_are_those_of_a_tensor_and_else_the_type(value, shape, dtype):
    assert (shape_in_words(value), dtype_in_words(value)) == (shape, dtype)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (torch.ones(2), "Tensor"),
        ([1.0], "list"),
        ((1.0,), "tuple"),
        ({}, "dict"),
        (OrderedDict(), "dict"),
        (Listing([1.0]), "list"),
        (Pair(1, 2), "tuple"),
        (None, "NoneType"),
        (2.5, "float"),
    ],
)
def test_a_type_is_told_as_a_learner_writes_it(value, word):
    assert type_as_written(value) == word


def test_of_a_list_the_types_of_the_first_three_entries_are_told():
    assert types_as_written([torch.ones(1), 2.0]) == "Tensor, float"
    assert types_as_written((1, 2, 3, 4)) == "int, int, int"
    assert types_as_written([]) == ""
    assert types_as_written(torch.ones(2)) == "Tensor"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.ones(2), "Tensor"),
        (2.5, "float"),
        ([2.5], "list[float]"),
        ((torch.ones(1), 1), "tuple[Tensor, int]"),
        ([], "list[]"),
    ],
)
def test_a_type_is_told_with_what_a_list_holds(value, words):
    assert type_with_parts(value) == words


@pytest.mark.parametrize(
    ("value", "count"),
    [([1, 2], 2), (Pair(1, 2), 2), ((), 0), ([0] * 1_000, 100), (None, "NoneType"), ("ab", "str")],
)
def test_entries_are_counted_and_of_anything_else_the_type_is_told(value, count):
    assert how_many(value) == count


def test_flags_are_those_of_a_tensor():
    leaf = tracked(1.0)
    for tensor, requires, is_leaf, new in (
        (leaf, True, True, True),
        (leaf * 2, True, False, False),
        (torch.ones(1), False, True, False),
        ((leaf * 2).detach(), False, True, False),
    ):
        assert (
            requires_grad_of(tensor) is tracked_in_words(tensor) is is_tracked(tensor) is requires
        )
        assert is_leaf_of(tensor) is is_leaf
        assert is_new_leaf(tensor) is new


@pytest.mark.parametrize("value", NO_TENSORS, ids=lambda value: type(value).__name__)
def test_what_is_no_tensor_has_no_flags_no_numbers_and_no_parts(value):
    assert requires_grad_of(value) is None
    assert is_leaf_of(value) is None
    assert is_new_leaf(value) is is_tracked(value) is False
    assert isinstance(tracked_in_words(value), str)
    assert numbers_in(value) == []
    assert only_number(value) is None
    assert isinstance(rows_in(value), str)
    assert isinstance(number_everywhere(value, 1.0), str)
    assert list_of(value, 2) == tensors_in(value, 2) == (None, None)
    assert entry_of(value, "w") is None


def test_only_lists_and_tuples_have_parts():
    one, two = torch.ones(1), torch.ones(2)

    assert list(parts_of([one, 3])) == [one, 3]
    assert parts_of(one)[0] is one
    assert parts_of(None) == [None]
    assert len(parts_of([0] * 1_000)) == 100
    assert list_of((1, 2), 2) == list_of(Pair(1, 2), 2) == list_of(Listing([1, 2]), 2) == (1, 2)
    assert list_of([1, 2, 3], 2) == (None, None)
    assert is_list_of([1, 2], 2)
    assert not is_list_of([1, 2], 3)
    assert not is_list_of({1: 1, 2: 2}, 2)
    assert tensors_in([one, two], 2) == (one, two)
    assert tensors_in([one, 2.0], 2) == (None, None)


def test_what_is_no_list_of_so_many_stands_in_for_each_entry_or_has_none():
    assert list(entries([1, 2], 2)) == [1, 2]
    assert entries((1, 2), 3) == ((1, 2),) * 3
    assert entries("ab", 2) == ("ab", "ab")
    assert listed("ab") == listed(None) == []
    assert len(listed([0] * 2000)) == 1000
    assert list(listed((1, 2, 3), 2)) == [1, 2]


class Key(str):
    """A text that says to be equal to whatever it is compared with."""

    __slots__ = ()

    def __eq__(self, other):
        raise AssertionError("learner code was run")

    __hash__ = str.__hash__


def test_an_entry_is_found_under_a_plain_text_alone():
    assert entry_of({"x": 1, "w": True}, "w") is True
    assert entry_of(OrderedDict(w=True), "w") is entry_of(defaultdict(int, w=True), "w") is True
    assert entry_of({Key("w"): True, 3: False}, "w") is None
    assert entry_of({"x": 1}, "w") is None


def test_names_are_told_as_they_stand_in_the_list():
    names = ["torch::autograd::AccumulateGrad", "MulBackward0"]

    assert names_in(names) == tuple(names)
    assert names_in([(tracked(1.0) * 2).grad_fn]) == ("<MulBackward0 object>",)
    assert names_in("MulBackward0") == "str"
    assert len(names_in(["x"] * 1_000)) == 200


def test_numbers_are_read_row_by_row_and_only_finite_ones():
    tensor = torch.tensor([[1.0, math.nan, 3.0], [math.inf, 5.0, 6.0]])

    assert numbers_in(tensor) == [1.0, 3.0, 5.0, 6.0]
    assert rows_in(torch.tensor([[1.0, 2.0], [3.0, 4.0]])) == [[1.0, 2.0], [3.0, 4.0]]
    assert [type(n) for n in rows_in(torch.tensor([[1.0, 2.5, math.inf]]))[0]] == [
        int,
        float,
        float,
    ]
    assert rows_in(torch.tensor(2.0)) == [[2.0]]
    assert rows_in(torch.ones(2, 0)) == []


def test_one_number_in_every_place_is_told_from_others_and_from_nan():
    assert number_everywhere(torch.full((2, 3), 7.0), 7.0) is True
    assert number_everywhere(torch.tensor([7.0, 8.0]), 7.0) is False
    assert number_everywhere(torch.tensor([7.0, math.nan]), 7.0) == "nan"
    assert number_everywhere(torch.empty(0), 7.0) is False
    assert only_number(torch.full((2, 3), 7.0)) == 7.0
    assert only_number(torch.tensor([7.0, 8.0])) is None
    assert only_number(torch.empty(0)) is None


def test_what_came_back_stays_as_it_is_however_its_lists_change_later():
    tensor, inner = torch.ones(1), [1, 2]
    value = {"a": [inner, tensor], 1: (inner,)}

    now = as_it_is_now(value)
    inner.append(3)
    value["a"].clear()
    value["b"] = None

    assert now == {"a": [[1, 2], tensor], 1: ([1, 2],)}
    assert now["a"][1] is tensor


@pytest.mark.parametrize(
    "value", [3, "abc", None, torch.ones(2), {Key("w"): 1}, {(1, 2): 3}, Key], ids=type
)
def test_all_else_that_came_back_is_the_same_object(value):
    assert as_it_is_now(value) is value
    assert as_it_is_now([[[value]]])[0][0][0] is value


def test_a_list_within_itself_has_an_end():
    endless = []
    endless.append(endless)

    assert as_it_is_now(endless)[0][0][0] is endless
