"""Rules: what they say of right numbers, of wrong ones and of hostile ones."""

import inspect
import itertools
import json
import math
import random

import pytest
import torch
from builders import case_key, key_of, rubric_of, run_of, seen, tensor
from hypothesis import given
from hypothesis import strategies as st

from autograder.judging import CaseKey, KeyFormatError, Outcome, judge, read_key, write_key
from autograder.judging.comparing import Kind, first_difference
from autograder.judging.rules import (
    NO_SUCH_NUMBERS,
    NOT_FINITE,
    RULES,
    WORDS,
    RuleError,
    fulfilled,
    in_words,
    single,
    word_for,
)
from autograder.observations import (
    MAX_NUMBERS,
    ErrorFact,
    ObjectFact,
    Observation,
    Rule,
    TensorFact,
    decode_observation,
    encode_observation,
)
from autograder.probing import describe
from autograder.probing import rules as written

ROWS = [[1.5, -2.25], [0.1, 3.0], [1.5, 7.0]]


def word(sent, rule):
    """What *rule* says of *sent*, which is described as a check would."""
    return word_for(describe(sent), rule)


def draws(count, mean=0.0, scale=1.0, seed=1):
    generator = random.Random(seed)
    return [generator.gauss(mean, scale) for _ in range(count)]


# -- permutations --------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations(ROWS)))
def test_rows_in_any_order_are_a_permutation(order):
    assert word(list(order), written.permutation_of(ROWS)) == "every row once"
    assert word(torch.tensor(order), written.permutation_of(torch.tensor(ROWS))) == "every row once"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (ROWS[:2], "a row is missing"),
        ([ROWS[0], ROWS[1], ROWS[1]], "a row is missing"),
        ([*ROWS, ROWS[1]], "a row comes twice"),
        ([ROWS[0], ROWS[1], [1.5, 7.1]], "a row that was not given"),
        ([row[::-1] for row in ROWS], "a row that was not given"),
        ([*ROWS, []], "a row that was not given"),
        ([], "a row is missing"),
        (5.0, NO_SUCH_NUMBERS),
        (torch.tensor(5.0), NO_SUCH_NUMBERS),
        ([["text"]], NO_SUCH_NUMBERS),
        ([[True, False]], NO_SUCH_NUMBERS),
    ],
)
def test_what_is_wrong_with_rows_is_said(sent, expected):
    assert word(sent, written.permutation_of(ROWS)) == expected


def test_a_row_that_was_given_twice_has_to_come_twice():
    rule = written.permutation_of([[1.0], [1.0], [2.0]])

    assert word([[1.0], [2.0], [1.0]], rule) == "every row once"
    assert word([[1.0], [2.0]], rule) == "a row is missing"
    assert word([[2.0], [1.0], [2.0], [1.0]], rule) == "a row comes twice"


def test_orders_are_new_if_each_is_shuffled_and_no_two_are_alike():
    rule = written.new_orders_of(ROWS)
    a, b = ROWS[::-1], [ROWS[1], ROWS[0], ROWS[2]]

    assert word([a, b], rule) == "a new order each time"
    assert word([a, a], rule) == "the same order again"
    assert word([a, ROWS], rule) == word([ROWS, ROWS], rule) == "the order that was given"
    assert word([], rule) == NO_SUCH_NUMBERS
    assert word(3, rule) == NO_SUCH_NUMBERS


def test_whether_all_rows_are_there_does_not_matter_for_their_order():
    rule = written.new_orders_of(ROWS)

    assert word([ROWS[::-1], [ROWS[2], ROWS[1]]], rule) == "a new order each time"
    assert word([ROWS[::-1], [ROWS[0], ROWS[2]]], rule) == "the order that was given"
    assert word([ROWS[::-1], [ROWS[2], ROWS[1], [9.0, 9.0]]], rule) == "a row that was not given"


def test_some_rows_may_come_often_and_others_not_at_all():
    rule = written.some_of(ROWS, 0.5)

    assert word(ROWS[1:], rule) == word([ROWS[2], ROWS[2], ROWS[0]], rule) == "enough of these rows"
    assert word([ROWS[2], ROWS[2]], rule) == word([], rule) == "too few of these rows"
    assert word([*ROWS, [9.0, 9.0]], rule) == "a row that was not given"


# -- what stays ------------------------------------------------------------------------------------


def test_numbers_are_unchanged_if_float32_can_not_tell_them_apart():
    before = torch.tensor([[0.1, -2.0], [3.0, 0.0]])
    rule = written.unchanged(before)

    assert word(before, rule) == word(before.flatten().tolist(), rule) == "as it was"
    assert word([[0.1, -2.0], [3.0, -0.0]], rule) == "as it was"
    assert word(before * (1 + 1e-6), rule) == "changed"
    assert word(before[:1], rule) == word(before.T.contiguous(), rule) == "changed"
    assert word([None, before], rule) == NO_SUCH_NUMBERS


def test_several_tensors_are_one_list_of_numbers():
    one, other = torch.tensor([1.0, 2.0]), torch.tensor(3.0)

    assert word([one, other], written.unchanged([one, other])) == "as it was"
    assert word([other, one], written.unchanged([one, other])) == "changed"


# -- distances -------------------------------------------------------------------------------------


def test_near_is_a_mean_square_within_the_limit():
    rule = written.near([1.0, 2.0], 0.5)

    assert word([1.0, 3.0], rule) == "near enough"  # (0 + 1) / 2
    assert word([1.0, 3.01], rule) == "too far away"
    assert word([[1.0], [3.0]], rule) == word(torch.tensor([[1.0], [3.0]]), rule) == "near enough"


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=20))
def test_mean_square_error_and_its_gradient_are_those_of_torch(pairs):
    found, targets = ([pair[side] for pair in pairs] for side in (0, 1))
    bias = torch.zeros(1, requires_grad=True)
    loss = torch.nn.functional.mse_loss(torch.tensor(found) + bias, torch.tensor(targets))
    loss.backward()
    error, slope = loss.item(), bias.grad.item()
    errors, slopes = written.mean_square_error(targets), written.gradient_of_last_bias(targets)

    assert word([found, error], errors) == "the mean squared error of these predictions"
    assert word([found, 1.01 * error + 0.01], errors) == "another number"
    assert word([found, slope], slopes) == "the gradient of this very loss"
    assert word([found, slope + 0.3], slopes) == "another gradient"


def test_predictions_against_all_targets_have_another_error_and_the_same_gradient():
    found, targets = torch.tensor([1.0, -2.0, 4.0]), torch.tensor([0.5, 3.0, 1.0])
    bias = torch.zeros(1, requires_grad=True)
    crosswise = ((found + bias)[:, None] - targets).square().mean()
    crosswise.backward()

    errors, slopes = written.mean_square_error(targets), written.gradient_of_last_bias(targets)

    assert word([found, crosswise.item()], errors) == "another number"
    assert word([found, bias.grad.item()], slopes) == "the gradient of this very loss"


several = st.lists(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=5),
    min_size=1,
    max_size=5,
)


def found_and_wanted(lists):
    """What was found and what was wanted in each list of pairs, and torch's error of each."""
    found, targets = ([[pair[side] for pair in pairs] for pairs in lists] for side in (0, 1))
    errors = [
        torch.nn.functional.mse_loss(torch.tensor(f), torch.tensor(t)).item()
        for f, t in zip(found, targets, strict=True)
    ]
    return found, targets, errors


@given(several, st.data())
def test_each_list_is_near_its_own_targets_within_its_own_limit(lists, data):
    found, targets, errors = found_and_wanted(lists)
    margins = [1e-3 * (1 + error) for error in errors]
    limits = [error + margin for error, margin in zip(errors, margins, strict=True)]
    at = data.draw(st.integers(0, len(lists) - 1))
    strict = [*limits[:at], errors[at] - margins[at], *limits[at + 1 :]]

    assert word(found, written.each_near(targets, limits)) == "near enough"
    assert word(found, written.each_near(targets, strict)) == "too far away"


@given(several, st.data())
def test_each_list_of_predictions_has_its_own_mean_square_error(lists, data):
    found, targets, errors = found_and_wanted(lists)
    rule = written.each_mean_square_error(targets)
    sent = [[*f, error] for f, error in zip(found, errors, strict=True)]
    at = data.draw(st.integers(0, len(lists) - 1))
    other = [*sent[:at], [*found[at], 1.01 * errors[at] + 0.01], *sent[at + 1 :]]

    assert word(sent, rule) == "the mean squared error of these predictions"
    assert word(other, rule) == "another number"


def test_lists_may_be_tensors_and_keep_their_order():
    one, other = torch.tensor([[1.0], [3.0]]), torch.tensor(4.0)
    near = written.each_near([torch.tensor([[1.0], [2.0]]), [3.0]], [0.5, 1.0])
    errors = written.each_mean_square_error([torch.tensor([[1.0], [2.0]]), [3.0]])

    assert word([one, other], near) == "near enough"  # (0 + 1) / 2, and 1
    assert word([other, one], near) == NO_SUCH_NUMBERS
    assert word([[one, 0.5], [other, 1.0]], errors) == "the mean squared error of these predictions"
    assert word([[one, 1.0], [other, 0.5]], errors) == "another number"


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [[1.0, 2.0]],
        [[1.0, 2.0], [3.0], [3.0]],
        [[1.0, 2.0, 3.0]],
        [[9.0, 9.0], []],
        [[1.0, 2.0], "3"],
    ],
)
def test_other_lists_than_those_that_the_targets_are_for_are_unfit(sent):
    errors = [[*part, 0.0] if isinstance(part, list) else part for part in sent]

    assert word(sent, written.each_near([[1.0, 2.0], [3.0]], [0.5, 0.5])) == NO_SUCH_NUMBERS
    assert word(errors, written.each_mean_square_error([[1.0, 2.0], [3.0]])) == NO_SUCH_NUMBERS


@pytest.mark.parametrize("sent", [3.0, None, torch.tensor([1.0, 2.0, 3.0])])
def test_what_is_no_list_of_lists_is_unfit(sent):
    assert word(sent, EXAMPLES["each_near"]) == NO_SUCH_NUMBERS
    assert word(sent, EXAMPLES["each_mean_square_error"]) == NO_SUCH_NUMBERS


def test_what_falls_begins_where_it_should_and_ends_low_enough():
    rule = written.falls(4.0, 0.1)

    assert word([4.0, 7.0, 0.1], rule) == word([4.001, 0.0], rule) == "falls far enough"
    assert word([4.0, 0.11], rule) == "stays too high"
    assert word([4.2, 0.0], rule) == "starts elsewhere"
    assert word([4.0], rule) == NO_SUCH_NUMBERS


# -- chance ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("count", "mean", "scale"), [(20, 0, 1), (200, 3, 0.02), (900, -1, 40)])
def test_normal_draws_are_normal(count, mean, scale, seed):
    assert word(draws(count, mean, scale, seed), written.normal(mean, scale)) == "normal, as wanted"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (draws(400, 0, 2), "of another scale"),
        (draws(400, 0, 0.5), "of another scale"),
        (draws(400, 0.7, 1), "around another mean"),
        ([0.0] * 400, "of another scale"),
        # The same scale, as far as a scale tells: two heaps at -1 and 1.
        ([(-1.0) ** n * (1 + n % 5 / 100) for n in range(400)], "not spread as a bell"),
        (draws(19), NO_SUCH_NUMBERS),
    ],
)
def test_other_draws_are_not(sent, expected):
    assert word(sent, written.normal(0.0, 1.0)) == expected


def test_a_uniform_distribution_of_that_scale_is_no_bell():
    generator, edge = random.Random(3), math.sqrt(3)

    sent = [generator.uniform(-edge, edge) for _ in range(1000)]

    assert word(sent, written.normal(0.0, 1.0)) == "not spread as a bell"


def test_numbers_that_come_again_are_not_drawn_anew():
    rule = written.normal_each_time(0.0, 1.0)
    one, other = draws(60, seed=1), draws(60, seed=2)

    assert word([one, other], rule) == "drawn anew each time"
    assert word([one, one], rule) == "the same numbers again"
    assert word([one, [3 * n for n in other]], rule) == "of another scale"
    assert word([one], rule) == NO_SUCH_NUMBERS


# -- a small network ---------------------------------------------------------------------------------


def small_network(hidden=None, output=None):
    """Parameters, inputs, targets, answers and the gradient at the hidden weights, by torch."""
    torch.manual_seed(5)
    X, y = torch.randn(4, 3), torch.randn(4, 1)
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1))
    with torch.no_grad():
        for parameter, values in zip(
            (model[0].weight, model[2].weight), (hidden, output), strict=True
        ):
            if values is not None:
                parameter.copy_(torch.tensor(values))
    answers = model(X)
    (answers - y).square().mean().backward()
    return [p.detach() for p in model.parameters()], X, y, answers.detach(), model[0].weight.grad


@pytest.mark.parametrize(
    ("hidden", "output", "expected"),
    [
        (None, None, "no two units alike"),
        ([[0.5] * 3] * 2, None, "units alike in the hidden weight"),
        (None, [[0.5, 0.5]], "units alike in the output weight"),
        ([[0.5] * 3] * 2, [[0.5, 0.5]], "units alike in both weights"),
        ([[0.1, 0.2, 0.3], [0.1, 0.2, 0.4]], None, "no two units alike"),
    ],
)
def test_units_are_told_apart_by_their_weights(hidden, output, expected):
    parameters, X, _, answers, _ = small_network(hidden, output)

    assert word([*parameters, answers], written.different_units(X)) == expected


def test_answers_belong_to_weights_and_inputs():
    parameters, X, _, answers, _ = small_network()

    for sent, inputs in [(answers + 0.1, X), (answers, X + 0.1)]:
        for rule in (written.different_units(inputs), written.answers_of_weights(inputs)):
            assert word([*parameters, sent], rule) == "answers of other weights"
    assert word([*parameters, answers], written.answers_of_weights(X)) == "answers of these weights"


def test_the_gradient_is_the_one_that_torch_measures():
    parameters, X, y, _, gradient = small_network()
    rule = written.gradient_at_hidden_weights(X, y)

    assert word([*parameters, gradient], rule) == "the gradient of this very loss"
    assert word([*parameters, 2 * gradient], rule) == "another gradient"
    assert word([*parameters, gradient.T.contiguous()], rule) == "another gradient"
    moved = written.gradient_at_hidden_weights(X, y + 0.2)
    assert word([*parameters, gradient], moved) == "another gradient"


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda parts: parts[:4],
        lambda parts: [parts[0][:1], *parts[1:]],
        lambda parts: [parts[0][:, :2], *parts[1:]],
        lambda parts: [[], *parts[1:]],
        lambda parts: [*parts[:4], parts[4][:1]],
        lambda parts: [*parts[:3], [1.0, 2.0], parts[4]],
    ],
)
def test_a_network_of_other_sizes_is_none(spoilt):
    parameters, X, y, answers, gradient = small_network()

    said = word(spoilt([*parameters, answers]), written.different_units(X))
    assert said == NO_SUCH_NUMBERS
    rule = written.gradient_at_hidden_weights(X, y)
    assert word(spoilt([*parameters, gradient]), rule) == NO_SUCH_NUMBERS


# -- hostile numbers -----------------------------------------------------------------------------------

EXAMPLES = {
    "permutation_of": written.permutation_of(ROWS),
    "new_orders_of": written.new_orders_of(ROWS),
    "near": written.near([1.0, 2.0], 0.5),
    "each_near": written.each_near([[1.0, 2.0], [3.0]], [0.5, 0.5]),
    "some_of": written.some_of(ROWS, 0.5),
    "unchanged": written.unchanged([1.0, 2.0]),
    "answers_of_weights": written.answers_of_weights(ROWS),
    "mean_square_error": written.mean_square_error([1.0, 2.0]),
    "each_mean_square_error": written.each_mean_square_error([[1.0, 2.0], [3.0]]),
    "gradient_of_last_bias": written.gradient_of_last_bias([1.0, 2.0]),
    "falls": written.falls(4.0, 0.1),
    "normal": written.normal(0.0, 1.0),
    "normal_each_time": written.normal_each_time(0.0, 1.0),
    "different_units": written.different_units(ROWS),
    "gradient_at_hidden_weights": written.gradient_at_hidden_weights(ROWS, [1.0, 2.0, 3.0]),
}

numbers = st.one_of(
    st.floats(), st.integers(-(2**53), 2**53), st.sampled_from([1e308, -1e308, 1e59, 5e-324, -0.0])
)
leaves = st.one_of(
    numbers,
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.just(ObjectFact("thing")),
    st.just(ErrorFact("E", "m")),
    st.lists(st.floats(), max_size=6).map(lambda v: TensorFact("float32", (len(v),), tuple(v))),
    st.just(TensorFact("float32", (0, 3), ())),
    st.just(TensorFact("float32", (3, 0), ())),
)
facts = st.recursive(leaves, lambda parts: st.lists(parts, max_size=6).map(tuple), max_leaves=25)


@pytest.mark.by_day(4)
@pytest.mark.parametrize("name", RULES)
@given(sent=facts)
def test_a_rule_says_one_of_its_words_whatever_it_is_sent(name, sent):
    assert word_for(sent, EXAMPLES[name]) in RULES[name].words


@pytest.mark.by_day(4)
@pytest.mark.parametrize("name", RULES)
@given(parts=st.lists(st.lists(numbers, max_size=8), min_size=5, max_size=5))
def test_lists_of_nearly_the_right_form_are_no_danger_either(name, parts):
    assert word_for(describe(parts), EXAMPLES[name]) in RULES[name].words


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e308])
def test_numbers_that_are_not_finite_are_told_to_be_none(name, number):
    sent = {
        "new_orders_of": [[[number, 1.0]]],
        "normal_each_time": [[number] * 20] * 2,
        "different_units": [[[number] * 2], [0.0], [0.0], [0.0], [0.0] * 3],
        "gradient_at_hidden_weights": [[[number] * 2], [0.0], [0.0], [0.0], [0.0] * 2],
        "near": [number, 1.0],
        "each_near": [[9.0, 9.0], [number]],
        "each_mean_square_error": [[9.0, 9.0, 9.0], [3.0, number]],
        "answers_of_weights": [[[number] * 2], [0.0], [0.0], [0.0], [0.0] * 3],
    }.get(name, [[number], [number], [number]])

    assert word(sent, EXAMPLES[name]) == NOT_FINITE


@pytest.mark.parametrize("name", RULES)
def test_as_many_numbers_as_an_answer_may_hold_are_judged(name):
    """In milliseconds; were a rule quadratic, this test would be stopped."""
    many = tuple(float(n % 7) for n in range(MAX_NUMBERS // 5 - 1))
    networks = (tuple((n, n) for n in many[: len(many) // 2]), many, many, (1.0,), many)

    for sent in (many, (many,) * 5, tuple((n,) for n in many), networks):
        assert word_for(sent, EXAMPLES[name]) in RULES[name].words


# -- names, and what a rule is given -------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_what_checks_write_is_what_the_judge_takes(name):
    """The two halves of a rule, kept apart by a wall, have one name and the same arguments."""
    taken = list(inspect.signature(RULES[name].word).parameters)[1:]

    assert list(inspect.signature(getattr(written, name)).parameters) == taken
    assert EXAMPLES[name].name == name


def test_checks_can_write_every_rule_and_no_other():
    assert sorted(written.__all__) == sorted(RULES)


def test_no_two_words_of_a_rule_are_the_same_and_the_right_one_is_first():
    for name, rule in RULES.items():
        assert len(set(rule.words)) == len(rule.words)
        assert fulfilled(EXAMPLES[name]) == rule.words[0]
        assert set(rule.words) <= WORDS


@pytest.mark.parametrize(
    "rule",
    [
        Rule("no_such_rule", {}),
        Rule("near", {"targets": (1.0,)}),
        Rule("near", {"targets": (1.0,), "limit": 0.1, "more": 1}),
        Rule("near", {"targets": "text", "limit": 0.1}),
        Rule("near", {"targets": (), "limit": 0.1}),
        Rule("near", {"targets": (math.nan,), "limit": 0.1}),
        Rule("near", {"targets": (1.0,), "limit": (0.1, 0.2)}),
        Rule("permutation_of", {"rows": 3.0}),
        Rule("permutation_of", {"rows": ()}),
        Rule("normal", {"mean": 0.0, "scale": 0.0}),
    ],
)
def test_a_rule_that_can_not_be_applied_is_the_keys_fault(rule):
    with pytest.raises(RuleError):
        word_for((1.0,), rule)


def test_what_is_no_number_can_not_be_given_to_a_rule():
    with pytest.raises(TypeError, match="near: targets is"):
        written.near(object(), 0.1)


# -- in the judge ----------------------------------------------------------------------------------------

RULE = written.near([1.0, 2.0], 0.1)
REFERENCE = Observation({"raised": None, "heights": (1.1, 2.1)}, rules={"heights": RULE})
CASE = CaseKey.of_sent(REFERENCE, {"flat": seen(raised=None, heights=(0.0, 0.0))})
KEY = key_of(claim=CASE)


def verdict(facts, rules=None, key=KEY):
    run = run_of(claim=Observation({"raised": None, **facts}, rules=rules or {}))
    return judge(run, key, rubric_of(claim=2)).checks[0]


def test_numbers_that_fulfil_the_rule_pass_though_they_are_others():
    assert verdict({"heights": (0.9, 1.8)}).outcome is Outcome.PASSED


def test_numbers_that_do_not_are_told_in_words():
    reason = verdict({"heights": (1.0, 9.0)}).reason

    assert reason.misconceptions == ("flat",)  # its numbers are others, its word is the same
    assert reason.difference.kind is Kind.VALUE
    assert (reason.difference.observed, reason.difference.expected) == (
        "too far away",
        "near enough",
    )


@pytest.mark.parametrize(
    "forged", ["near enough", True, 1.0, (), "", ("near enough",), tensor(math.nan, math.nan)]
)
def test_a_word_is_no_number(forged):
    assert verdict({"heights": forged}).outcome is Outcome.FAILED


def test_numbers_that_are_not_sent_are_missing():
    assert verdict({}).reason.difference.kind is Kind.MISSING


@pytest.mark.parametrize(
    "rules",
    [
        {"heights": written.near([9.0, 9.0], 100.0)},
        {"heights": Rule("no_such_rule", {})},
        {"raised": RULE},
        {},
    ],
)
def test_rules_of_a_submission_count_for_nothing(rules):
    assert verdict({"heights": (9.0, 9.0)}, rules).outcome is Outcome.FAILED
    assert verdict({"heights": (1.0, 2.0)}, rules).outcome is Outcome.PASSED


def test_public_numbers_do_not_fit_the_rule_of_another_seed():
    other = Observation(
        {"raised": None, "heights": (5.0, 0.0)}, rules={"heights": written.near([5.0, 0.0], 0.1)}
    )

    assert first_difference(REFERENCE, REFERENCE) is None
    difference = first_difference(REFERENCE, other)
    assert (difference.name, difference.observed) == ("heights", "too far away")


def test_a_key_keeps_the_rule_the_references_numbers_and_the_words_of_wrong_programs():
    text = write_key(KEY)
    case = read_key(text).checks["claim"][0]

    assert case.reference == REFERENCE
    assert case.expected.facts["heights"] == "near enough"
    assert case.wrong["flat"].facts == {"raised": None, "heights": "too far away"}
    assert write_key(read_key(text)) == text


def test_a_key_keeps_no_more_digits_than_float32_has():
    values = torch.tensor([0.1, -2.43, 1 / 3, 1e-9, 123456.7]).double().tolist()
    rule = written.permutation_of([[value] for value in values])
    key = key_of(
        claim=case_key(Observation({"x": describe([[v] for v in values])}, rules={"x": rule}))
    )

    text = write_key(key)
    case = read_key(text).checks["claim"][0]

    kept = case.reference.facts["x"]
    assert [single(row[0]) for row in kept] == values
    assert kept[1][0] == -2.43  # not -2.430000066757202
    assert case.expected.facts["x"] == "every row once"
    assert case.judged(Observation({"x": describe([[v] for v in values[::-1]])})).facts == {
        "x": "every row once"
    }


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rule: rule | {"rule": "no_such_rule"},
        lambda rule: rule | {"given": {}},
        lambda rule: rule | {"given": {"targets": [], "limit": 0.1}},
        lambda rule: {"rule": "near"},
    ],
)
def test_a_key_with_a_rule_that_can_not_be_applied_is_none(spoil):
    data = json.loads(write_key(KEY))
    rules = data["checks"]["claim"][0]["reference"]["rules"]
    rules["heights"] = spoil(rules["heights"])

    with pytest.raises(KeyFormatError):
        read_key(json.dumps(data))


def test_an_observation_travels_with_its_rules():
    assert decode_observation(encode_observation(REFERENCE)) == REFERENCE


def test_in_words_a_rule_is_gone():
    words = in_words(REFERENCE, REFERENCE.rules)

    assert words == Observation({"raised": None, "heights": "near enough"})
    assert in_words(words, {}) is words


@pytest.mark.parametrize(
    "rule",
    [
        written.each_near([[1.0], [2.0]], [0.5]),
        written.each_near([], []),
        written.each_near(3.0, [0.5]),
        written.each_mean_square_error([]),
        written.each_mean_square_error("1, 2"),
    ],
)
def test_lists_that_a_key_gives_wrongly_are_the_authors_error(rule):
    with pytest.raises(RuleError):
        word([[1.0, 0.0], [2.0, 0.0]], rule)
