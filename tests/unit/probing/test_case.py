import random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.probing import Case, data, leaf


def drawn(case):
    """Something of everything that a case hands out."""
    return (
        case.uniform(-3, 3),
        case.integer(0, 10**9),
        case.choice("abcdefgh"),
        case.floats(3),
        case.tensor(2, 2).tolist(),
    )


def oracle(seed="public/ex/check/0"):
    """Python's own generator, from which a case says it draws."""
    return random.Random(seed)


def a_case(index=0):
    return Case("public", "ex/check", index)


# -- reproducible ------------------------------------------------------------------------------


@given(st.text(max_size=5), st.text(max_size=5), st.integers(0, 9))
def test_two_cases_of_one_seed_draw_the_same(seed, name, index):
    assert drawn(Case(seed, name, index)) == drawn(Case(seed, name, index))


@pytest.mark.parametrize("other", [("secret", "a", 0), ("public", "b", 0), ("public", "a", 1)])
def test_another_seed_name_or_index_draws_something_else(other):
    assert drawn(Case(*other)) != drawn(Case("public", "a", 0))


def test_a_case_tells_its_index_and_what_it_was_drawn_from():
    case = Case("public", "ex/check", 3)

    assert (case.index, case.seed) == (3, "public/ex/check/3")


def test_a_case_draws_from_its_seed_with_pythons_generator():
    """Keys outlive this code: were the draws to change, every key would be stale."""
    generator = oracle()

    assert a_case().uniform(5, 9) == round(generator.uniform(5, 9), 2)


def test_draws_follow_one_another():
    case, generator = a_case(), oracle()

    assert [case.integer(0, 99) for _ in range(5)] == [generator.randint(0, 99) for _ in range(5)]


def test_draws_do_not_depend_on_the_global_generators():
    random.seed(1)
    torch.manual_seed(1)
    first = drawn(a_case())
    random.seed(2)
    torch.manual_seed(2)

    assert drawn(a_case()) == first


def test_a_submission_that_seeds_the_global_generators_midway_changes_no_draw():
    undisturbed, case = a_case(), a_case()

    before = case.uniform(-3, 3)
    random.seed(0)
    torch.manual_seed(0)
    after = case.uniform(-3, 3)

    assert [before, after] == [undisturbed.uniform(-3, 3) for _ in range(2)]


def test_drawing_leaves_the_global_generators_where_they_were():
    python, torchs = random.getstate(), torch.get_rng_state()

    drawn(a_case())

    assert random.getstate() == python
    assert torch.equal(torch.get_rng_state(), torchs)


# -- uniform -----------------------------------------------------------------------------------


@given(st.integers(0, 999), st.integers(-900, 900), st.integers(20, 900))
def test_a_uniform_number_lies_in_its_range_has_two_decimals_and_is_not_near_zero(
    index, low, width
):
    value = a_case(index).uniform(low / 100, (low + width) / 100)

    assert low / 100 <= value <= (low + width) / 100
    assert value == round(value, 2)
    assert abs(value) >= 0.1


def test_numbers_near_zero_are_drawn_again():
    generator, wanted = oracle(), []
    while len(wanted) < 200:
        value = round(generator.uniform(-0.2, 0.2), 2)
        if abs(value) >= 0.1:
            wanted.append(value)
    case = a_case()

    assert [case.uniform(-0.2, 0.2) for _ in range(200)] == wanted
    assert {0.1, -0.1} < set(wanted)


@pytest.mark.parametrize(("low", "high"), [(-0.05, 0.05), (-0.19, 0.1), (-0.1, 0.19), (0, 0)])
def test_a_range_that_lies_near_zero_gives_numbers_near_zero(low, high):
    generator, case = oracle(), a_case()

    for _ in range(20):
        assert case.uniform(low, high) == round(generator.uniform(low, high), 2)


@pytest.mark.parametrize(("low", "high"), [(-0.2, 0.1), (-0.1, 0.2)])
def test_a_range_that_reaches_a_fifth_on_one_side_keeps_away_from_zero(low, high):
    case = a_case()

    assert all(abs(case.uniform(low, high)) >= 0.1 for _ in range(50))


# -- other draws -------------------------------------------------------------------------------


def test_both_ends_of_an_integers_range_are_drawn():
    case = a_case()

    assert {case.integer(2, 4) for _ in range(100)} == {2, 3, 4}


def test_a_choice_is_drawn_from_the_options():
    case, generator = a_case(), oracle()

    assert [case.choice("abc") for _ in range(20)] == [generator.choice("abc") for _ in range(20)]


@pytest.mark.parametrize(("index", "option"), [(0, "a"), (1, "b"), (2, "c"), (3, "a"), (7, "b")])
def test_options_take_turns_by_the_index_of_the_case(index, option):
    assert a_case(index).cycle("a", "b", "c") == option


def test_taking_turns_draws_nothing():
    case = a_case()
    case.cycle(1, 2)
    case.size("N", 1, 2)

    assert case.uniform(5, 9) == a_case().uniform(5, 9)


def test_a_size_takes_turns_and_is_remembered_by_name():
    case = a_case(1)

    assert case.size("N", 4, 1, 7) == 1
    assert case.size("D", 2, 3) == 3
    assert case.sizes == {"N": 1, "D": 3}


def test_a_case_starts_without_sizes():
    assert a_case().sizes == {}


def test_floats_are_as_many_uniform_numbers():
    case, same = a_case(), a_case()

    assert case.floats(5, 1, 2) == [same.uniform(1, 2) for _ in range(5)]


def test_floats_lie_between_minus_three_and_three_unless_told():
    case, same = a_case(), a_case()

    assert case.floats(50) == [same.uniform(-3.0, 3.0) for _ in range(50)]


def test_no_floats_are_an_empty_list():
    assert a_case().floats(0) == []


def test_every_word_has_a_number_and_no_two_have_the_same():
    words = [f"word {place}" for place in range(2_000)]

    numbers = a_case().number_for(*words)

    assert list(numbers) == words
    assert len(set(numbers.values())) == len(words)
    assert all(1 <= number <= 99 for number in numbers.values())


def test_words_have_other_numbers_on_another_case():
    words = ("yes", "no")

    assert a_case(0).number_for(*words) == a_case(0).number_for(*words)
    assert a_case(0).number_for(*words) != a_case(1).number_for(*words)


# -- tensors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (2, 1, 3), (0,), (3, 0)])
def test_a_tensor_has_the_shape_asked_for(shape):
    assert a_case().tensor(*shape).shape == shape


def test_a_tensor_holds_uniform_numbers_row_by_row():
    wanted = a_case().floats(6, 1, 2)

    assert torch.equal(a_case().tensor(2, 3, low=1, high=2), torch.tensor([wanted[:3], wanted[3:]]))


def test_a_tensors_numbers_lie_between_minus_three_and_three_unless_told():
    assert torch.equal(a_case().tensor(50), torch.tensor(a_case().floats(50)))


def test_a_tensor_is_untracked_float32_whatever_the_default_dtype():
    torch.set_default_dtype(torch.float64)
    try:
        made = a_case().tensor(2)
    finally:
        torch.set_default_dtype(torch.float32)

    assert made.dtype is torch.float32
    assert not made.requires_grad
    assert made.is_leaf


def test_torchs_generator_is_seeded_from_the_case():
    with torch.random.fork_rng():
        a_case().seed_torch()

        assert torch.initial_seed() == oracle().getrandbits(32)


def test_torchs_generator_is_seeded_anew_each_time():
    case, generator = a_case(), oracle()
    with torch.random.fork_rng():
        for _ in range(3):
            case.seed_torch()
            assert torch.initial_seed() == generator.getrandbits(32)


# -- leaf --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shape"),
    [(2.5, ()), (3, ()), ([1.0, 2.0], (2,)), (torch.ones(2, 3), (2, 3)), ([[1, 2]], (1, 2))],
)
def test_a_leaf_has_the_shape_and_the_numbers_of_its_value(value, shape):
    made = leaf(value)

    assert made.shape == shape
    assert torch.equal(made.detach(), torch.as_tensor(value, dtype=torch.float32))


@pytest.mark.parametrize("value", [2, [1, 2], torch.ones(2, dtype=torch.float64)])
def test_a_leaf_is_a_trainable_float32_without_history(value):
    made = leaf(value)

    assert made.dtype is torch.float32
    assert made.requires_grad
    assert made.is_leaf
    assert made.grad_fn is None
    assert made.grad is None


def test_a_leaf_is_a_copy():
    value = torch.ones(2)

    made = leaf(value)
    with torch.no_grad():
        made += 1

    assert value.tolist() == [1, 1]
    assert not value.requires_grad


def test_a_leaf_made_of_a_tracked_result_is_cut_off_from_it():
    value = torch.ones(2, requires_grad=True)

    leaf(value * 3).sum().backward()

    assert value.grad is None


def test_a_sign_is_as_often_plus_as_minus():
    signs = [a_case(index).sign() for index in range(400)]

    assert set(signs) == {1, -1}
    assert 150 < signs.count(1) < 250


def test_a_leaf_of_a_case_is_its_tensor_to_be_trained():
    trainable, tensor = a_case().leaf(2, 3, low=-1, high=1), a_case().tensor(2, 3, low=-1, high=1)

    assert torch.equal(trainable, tensor)
    assert trainable.requires_grad
    assert trainable.is_leaf


@pytest.mark.parametrize("shape", [(), (3,), (2, 1)])
def test_a_tensor_of_a_case_is_no_view_of_another(shape):
    tensor = a_case().tensor(*shape)

    assert not tensor._is_view()
    assert tensor.detach_() is tensor  # which torch refuses to views


def test_samples_are_inputs_and_targets_of_as_many_rows_by_turns():
    case = a_case(1)

    X, y = case.samples(4, 7, features=2, width=0.5)

    assert (X.shape, y.shape, case.sizes) == ((7, 2), (7, 1), {"N": 7})
    assert X.abs().max() <= 0.5


@pytest.mark.parametrize("value", [2.5, [1.0], [1.0, 2.0]])
def test_data_is_like_a_leaf_but_untracked(value):
    assert torch.equal(data(value), leaf(value))
    assert not data(value).requires_grad


@pytest.mark.parametrize("shape", [(), (1,), (3,), (3, 1), (2, 3), (2, 3, 4), (0,), (0, 3)])
def test_a_tensor_of_any_shape_is_filled_row_by_row_and_a_tensor_of_its_own(shape):
    tensor = a_case().tensor(*shape)
    numbers = a_case().floats(tensor.numel())

    assert tensor.shape == shape
    assert tensor.flatten().tolist() == torch.tensor(numbers, dtype=torch.float32).tolist()
    assert tensor.is_contiguous()
    assert tensor._version == 0
    assert tensor._base is None
