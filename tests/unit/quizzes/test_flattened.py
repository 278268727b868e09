"""Answers as platforms give them back: without blanks, cut, lettered, in a row."""

from __future__ import annotations

import pytest

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.quizzes import AnswerError, Option, Question, given_back


def question(kind, *texts, code=None):
    options = tuple(
        Option(f"o{number}", Text(en=text, hu=text)) for number, text in enumerate(texts)
    )
    return Question("Q1", 0, kind, Text(en="?", hu="?"), code, options)


NODES = question(ItemKind.TRACE, "TanhBackward0", "SubBackward0", "DivBackward0", "AccumulateGrad")
LINES = question(ItemKind.ORDER, "loss.backward()", "optimizer.zero_grad()", "optimizer.step()")
DTYPES = question(ItemKind.MULTIPLE, "torch.int8", "torch.float16", "one, two; and three")
TEXTS = question(ItemKind.SINGLE, "w isn't a leaf", "`w` is a leaf", "w is a leaf, too")
PROGRAM = question(ItemKind.LINE, code="w = leaf()\nloss = w * w\nw.grad.zero_()\nw.grad.zero_()")


@pytest.mark.parametrize(
    ("asked", "given", "typed"),
    [
        (NODES, "TanhBac...; SubBack...; DivBack...; Accumul...", "abcd"),
        (NODES, "SubBackward0 TanhBackward0 DivBackward0 AccumulateGrad", "bacd"),
        (NODES, "B: SubB...; A: Tanh...; C: DivB...; D: Accu...", "bacd"),
        (NODES, "Accumul…,\xa0DivBack…,\nSubBack…, TanhBac…", "dcba"),
        (LINES, "optimizer.zero_grad()   loss.backward()   optimizer.step()", "bac"),
        (LINES, "BAC: optimizer.zero_grad()   loss.backward()   optimizer.step()", "bac"),
        (LINES, "optimizer.zero_grad()loss.backward()optimizer.step()", "bac"),
        (DTYPES, "torch.float16; torch.int8", "ba"),
        (DTYPES, "one, two; and three,torch.int8", "ca"),
        (DTYPES, "C: one, two; and three; A: torch.int8", "ca"),
        (TEXTS, "w isnt a leaf", "a"),
        (TEXTS, "w\xa0is\xa0a leaf", "b"),
        (TEXTS, "w is a leaf, too", "c"),
        (TEXTS, "C: w is a leaf, too", "c"),
        (PROGRAM, "2: loss = w * w", "2"),
        (PROGRAM, "B: 2: loss\xa0=\xa0w*w", "2"),
        (PROGRAM, "loss = w * w", "2"),
        (PROGRAM, "4: w.grad.zero_()", "4"),
        (PROGRAM, "3", "3"),
    ],
)
def test_options_are_known_by_their_texts_and_letters(asked, given, typed):
    assert given_back(given, asked) == typed


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (TEXTS, "B: w isn't a leaf"), (LINES, "ABC: optimizer.zero_grad() loss.backward() optimizer.step()"),
        (PROGRAM, "1: loss = w * w"),
    ],
)  # fmt: skip
def test_a_letter_and_the_text_of_another_option_are_no_answer(asked, given):
    with pytest.raises(AnswerError):
        given_back(given, asked, sure=True)


@pytest.mark.parametrize("given", ["w is...", "optimiz...; optimiz...; loss.ba...", "something"])
def test_what_could_be_two_options_or_none_is_left_as_it_is(given):
    for asked in (TEXTS, LINES):
        assert given_back(given, asked) == given


def test_a_letter_is_believed_without_its_text_only_if_the_question_is_sure():
    assert given_back("B: \\(w\\)", TEXTS) == "B: \\(w\\)"
    assert given_back("B: \\(w\\)", TEXTS, sure=True) == "b"
    assert given_back("CA: l…", LINES, sure=True) == "ca"


def test_typed_answers_stay_as_they_were_typed():
    assert given_back(" torch.Size([])\xa0", question(ItemKind.SHAPE)) == "torch.Size([])"
    assert given_back("3,5", question(ItemKind.NUMBER)) == "3,5"
