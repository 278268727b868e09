"""Facts, labels and relations as a learner reads them: tables of fact -> exact text."""

from __future__ import annotations

import math
import unicodedata

import pytest
from builders import tensor
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.facts import (
    clean,
    has_words,
    label_of,
    relation_in_words,
    show_aspect,
    show_fact,
)
from autograder.judging import Difference, Kind, Relation, RelationKind
from autograder.judging.comparing import ABSENT
from autograder.languages import words_in
from autograder.observations import ErrorFact, ObjectFact

EN, HU = words_in("en"), words_in("hu")


FACTS = {
    "nothing": (None, "None", "None"),
    "true": (True, "yes", "igen"),
    "false": (False, "no", "nem"),
    "whole number": (3, "3", "3"),
    "float": (0.5, "0.5", "0.5"),
    "float without fraction": (3.0, "3.0", "3.0"),
    "float of many digits": (3.14159265, "3.1416", "3.1416"),
    "large float": (1234567.0, "1.2346e+06", "1.2346e+06"),
    "not a number": (math.nan, "nan", "nan"),
    "infinity": (-math.inf, "-inf", "-inf"),
    "text": ("abc", "abc", "abc"),
    "text of ours": ("a tracked result", "a tracked result", "egy követett eredmény"),
    "empty list": ((), "[]", "[]"),
    "list": ((1, 2.5, None), "[1, 2.5, None]", "[1, 2.5, None]"),
    "list of texts of ours": (
        ("present", "absent"),
        "[present, absent]",
        "[megvannak, hiányoznak]",
    ),
    "list of eight": (tuple(range(8)), "[0, 1, 2, 3, 4, 5, 6, 7]", "[0, 1, 2, 3, 4, 5, 6, 7]"),
    "list of nine": (tuple(range(9)), "[0, 1, 2, 3, 4, 5, 6, 7, …]", "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
    "scalar tensor": (tensor(2.0, shape=()), "tensor(2.0)", "tensor(2.0)"),
    "vector": (tensor(1.0, 2.5), "tensor([1.0, 2.5])", "tensor([1.0, 2.5])"),
    "one-element vector": (tensor(1.0), "tensor([1.0])", "tensor([1.0])"),
    "matrix": (
        tensor(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, shape=(2, 3)),
        "tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])",
        "tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])",
    ),
    "column": (
        tensor(1.0, 2.0, shape=(2, 1)),
        "tensor([[1.0], [2.0]])",
        "tensor([[1.0], [2.0]])",
    ),
    "integers in a tensor": (
        tensor(1.0, 2.0, dtype="int64"),
        "tensor([1, 2])",
        "tensor([1, 2])",
    ),
    "large tensor": (
        tensor(*map(float, range(12)), shape=(3, 4)),
        "tensor([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, …], shape=(3, 4))",
        "tensor([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, …], shape=(3, 4))",
    ),
    "empty vector": (tensor(), "tensor([])", "tensor([])"),
    "empty matrix": (
        tensor(shape=(3, 0)),
        "tensor([], shape=(3, 0))",
        "tensor([], shape=(3, 0))",
    ),
    "truth values in a tensor": (
        tensor(1.0, 0.0, dtype="bool"),
        "tensor([True, False])",
        "tensor([True, False])",
    ),
    "not finite in a tensor": (
        tensor(math.nan, math.inf),
        "tensor([nan, inf])",
        "tensor([nan, inf])",
    ),
    "object": (ObjectFact("numpy.ndarray"), "numpy.ndarray", "numpy.ndarray"),
    "exception": (
        ErrorFact("ValueError", "bad", 3, "x = 1"),
        "ValueError: bad",
        "ValueError: bad",
    ),
}


@pytest.mark.parametrize(("fact", "english", "hungarian"), FACTS.values(), ids=FACTS)
def test_fact_is_shown_as_it_is_typed(fact, english, hungarian):
    assert (show_fact(fact, EN), show_fact(fact, HU)) == (english, hungarian)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_integers_that_a_forger_made_infinite_are_shown(value):
    assert show_fact(tensor(value, dtype="int64"), EN) == f"tensor([{value}])"


@pytest.mark.parametrize("shape", [(2**53, 0), (2**53, 2**53, 0), (0, 2**53)])
def test_an_empty_tensor_of_a_forged_shape_is_not_shown_row_by_row(shape):
    assert show_fact(tensor(shape=shape), EN) == f"tensor([], shape={shape})"


def test_a_long_text_is_cut():
    assert show_fact("a" * 201, EN) == "a" * 200 + "…"


def test_a_long_message_is_cut():
    assert len(show_fact(ErrorFact("ValueError", "a" * 4_000), EN)) <= 401


def test_a_list_of_lists_of_lists_is_cut():
    numbers = tuple(map(float, range(8)))

    assert len(show_fact(((numbers,) * 8,) * 8, EN)) <= 500


# Labels

LABELS = {
    "returned": ("returned value", "visszaadott érték"),
    "raised": ("the exception that the call raises", "a hívás által dobott kivétel"),
    "W": ("W", "W"),
    "W.grad": ("W.grad", "W.grad"),
    "W.requires_grad": ("W.requires_grad", "W.requires_grad"),
    "W.is_leaf": ("W.is_leaf", "W.is_leaf"),
    "W.is_x": ("W is x itself", "W: ugyanaz az objektum, mint x"),
    "W.behind_autograd": (
        "W was changed behind autograd's back",
        "W: az autograd háta mögött változott meg",
    ),
    "x.changed": ("x was changed", "x: megváltozott"),
    "W.replaced_by": (
        "the tensor that got the new value of W",
        "melyik tenzor kapta meg a W új értékét",
    ),
    "W.fresh_gradients": (
        "gradient that each backward pass brought to W",
        "W: az egyes visszaterjesztésekben ide érkező gradiens",
    ),
    "W.adds_up": (
        "gradients of several passes add up in W.grad",
        "W.grad: több visszaterjesztés gradiense gyűlik benne",
    ),
    "returned.keeps_graph": (
        "returned value still holds on to its graph",
        "visszaadott érték: még magával viszi a gráfját",
    ),
    "returned.graph": ("graph of returned value", "visszaadott érték: számítási gráf"),
    "model.calls": ("how model was called", "így lett meghívva: model"),
    "step.gradients": ("gradients at optimizer.step()", "gradiensek ekkor: optimizer.step()"),
    "optimizer.misses": (
        "parameters that optimizer does not hold",
        "paraméterek, amelyeket nem tart: optimizer",
    ),
    "model.parameters": ("parameters of model", "model: paraméterek"),
    "model.0.weight": ("model.0.weight", "model.0.weight"),
    "backwards": (
        "calls that ask autograd for a derivative",
        "hívások, amelyek az autogradtól kérnek deriváltat",
    ),
    "saved_tensors": (
        "tensors saved for a backward pass",
        "a visszaterjesztéshez elmentett tenzorok",
    ),
}


@pytest.mark.parametrize(("name", "labels"), LABELS.items(), ids=LABELS)
def test_fact_is_called_by_its_label(name, labels):
    assert (label_of(name, EN), label_of(name, HU)) == labels


def test_words_of_the_exercise_win_over_the_programs_own():
    assert label_of("W.changed", EN, {"W.changed": "the weight moved"}) == "the weight moved"


@pytest.mark.parametrize("name", [name for name in LABELS if name != "model.0.weight"])
def test_what_has_a_label_has_words(name):
    assert has_words(name)


def test_parameters_of_a_model_have_words():
    assert has_words("model.0.weight")


def test_an_aspect_of_the_authors_own_has_no_words():
    assert not has_words("W.wobbles")


def test_an_aspect_with_a_phrase_in_the_sheet_has_words():
    assert has_words("W.wobbles", {"W.wobbles": "…"})


# One side of a difference


@pytest.mark.parametrize(
    ("kind", "fact", "english", "hungarian"),
    [
        (Kind.MISSING, ABSENT, "nothing", "semmi"),
        (Kind.MISSING, 3, "3", "3"),
        (Kind.VALUE, tensor(1.0), "tensor([1.0])", "tensor([1.0])"),
        (
            Kind.SHAPE,
            tensor(1.0, 2.0, shape=(2, 1)),
            "a tensor of shape (2, 1)",
            "(2, 1) alakú tenzor",
        ),
        (
            Kind.DTYPE,
            tensor(1.0, dtype="float64"),
            "a tensor of dtype float64",
            "float64 típusú tenzor",
        ),
        (Kind.LENGTH, (1, 2), "2 entries: [1, 2]", "2 elem: [1, 2]"),
        (Kind.LENGTH, (), "0 entries: []", "0 elem: []"),
        # In a list of tensors only one has another shape: the list is shown.
        (Kind.SHAPE, (tensor(1.0),), "[tensor([1.0])]", "[tensor([1.0])]"),
        (Kind.TYPE, None, "nothing: None", "semmi: None"),
        (Kind.TYPE, True, "a truth value: yes", "logikai érték: igen"),
        (Kind.TYPE, 3, "a number: 3", "szám: 3"),
        (Kind.TYPE, 3.0, "a number: 3.0", "szám: 3.0"),
        (Kind.TYPE, "abc", "a text: abc", "szöveg: abc"),
        (Kind.TYPE, (1,), "a list: [1]", "lista: [1]"),
        (Kind.TYPE, tensor(1.0), "a tensor: tensor([1.0])", "tenzor: tensor([1.0])"),
        (Kind.TYPE, ObjectFact("Tree"), "an object: Tree", "objektum: Tree"),
        (Kind.TYPE, ErrorFact("E", "m"), "an exception: E: m", "kivétel: E: m"),
        (Kind.RAISED, ErrorFact("E", "m"), "E: m", "E: m"),
        (Kind.RAISED, None, "None", "None"),
    ],
)
def test_a_side_is_shown_as_deep_as_the_difference_goes(kind, fact, english, hungarian):
    difference = Difference("returned", kind, fact, fact)

    assert show_aspect(difference, fact, EN) == english
    assert show_aspect(difference, fact, HU) == hungarian


def test_a_forged_dtype_is_cleaned():
    fact = tensor(1.0, dtype="\x1b[2Jfloat32" + "x" * 3_000)
    text = show_aspect(Difference("returned", Kind.DTYPE, fact, fact), fact, EN)

    assert "\x1b" not in text
    assert len(text) < 200


# Relations

RELATIONS = {
    "twice": (
        Relation(RelationKind.TIMES, 2.0),
        "twice the expected value",
        "a várt érték kétszerese",
    ),
    "half": (Relation(RelationKind.TIMES, 0.5), "half the expected value", "a várt érték fele"),
    "three times": (
        Relation(RelationKind.TIMES, 3.0),
        "3 times the expected value",
        "3 × a várt érték",
    ),
    "a tenth": (
        Relation(RelationKind.TIMES, 0.1),
        "0.1 times the expected value",
        "0.1 × a várt érték",
    ),
    "minus twice": (
        Relation(RelationKind.TIMES, -2.0),
        "-2 times the expected value",
        "-2 × a várt érték",
    ),
    "opposite": (
        Relation(RelationKind.OPPOSITE),
        "the expected value with the opposite sign",
        "a várt érték ellentétes előjellel",
    ),
    "N times": (
        Relation(RelationKind.NAMED_TIMES, 4.0, "N"),
        "N times the expected value (N = 4)",
        "N × a várt érték (N = 4)",
    ),
    "divided by N": (
        Relation(RelationKind.NAMED_PART, 1 / 3, "N"),
        "the expected value divided by N (N = 3)",
        "a várt érték / N (N = 3)",
    ),
    "zero": (Relation(RelationKind.ZERO), "all zero", "csupa nulla"),
    "not finite": (
        Relation(RelationKind.NOT_FINITE),
        "not a finite number",
        "nem véges szám",
    ),
    "transposed": (
        Relation(RelationKind.TRANSPOSED),
        "the expected value, transposed",
        "a várt érték transzponáltja",
    ),
    "reshaped": (
        Relation(RelationKind.RESHAPED),
        "the expected numbers in another shape",
        "a várt számok, de más alakban",
    ),
    "one late": (
        Relation(RelationKind.ONE_LATE),
        "the expected list, one place late",
        "a várt lista, egy hellyel késve",
    ),
    "one early": (
        Relation(RelationKind.ONE_EARLY),
        "the expected list, one place early",
        "a várt lista, egy hellyel előbbre csúszva",
    ),
}


@pytest.mark.parametrize(("relation", "english", "hungarian"), RELATIONS.values(), ids=RELATIONS)
def test_relation_is_told_in_words(relation, english, hungarian):
    assert relation_in_words(relation, EN) == english
    assert relation_in_words(relation, HU) == hungarian


def test_every_kind_of_relation_is_in_the_table():
    assert {relation.kind for relation, _, _ in RELATIONS.values()} == set(RelationKind)


# Cleaning


def test_escape_sequences_are_taken_out():
    assert clean("\x1b[31mred\x1b[0m") == "red"


def test_a_text_as_long_as_the_limit_is_not_cut():
    assert clean("abc", 3) == "abc"


def test_a_text_beyond_the_limit_is_cut_and_says_so():
    assert clean("abcd", 3) == "abc…"


@given(text=st.text(st.characters()), limit=st.integers(1, 50))
def test_whatever_the_text_nothing_can_repaint_the_screen(text, limit):
    cleaned = clean(text, limit)

    assert len(cleaned) <= limit + 1
    assert all(c in "\n\t" or unicodedata.category(c)[0] != "C" for c in cleaned)
