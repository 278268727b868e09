"""Sealed keys open by the right words only, and tell nothing by being looked at."""

import json

import pytest

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.quizzes import BankError, Meaning, Option, Question, Solved
from autograder.quizzes.bank import read_bank, write_bank
from autograder.quizzes.sealing import SealedKey, seal, seal_text, unseal_text

SAID = Text(en="Zero first.", hu="Előbb nullázz.")
MEANINGS = {"600": Meaning(True), "900": Meaning(False, "grad_not_zeroed", SAID)}


def key(salt="s", item="Q", variant=0, sealed=None):
    return SealedKey(salt, item, variant, seal("s", "Q", 0, MEANINGS) if sealed is None else sealed)


def test_an_answer_opens_its_own_meaning():
    assert {answer: key().meaning(answer) for answer in MEANINGS} == MEANINGS


@pytest.mark.parametrize("other", [{"salt": "t"}, {"item": "R"}, {"variant": 1}])
def test_the_same_answer_opens_nothing_elsewhere(other):
    sealed = seal("s", "Q", 0, MEANINGS)

    assert key(sealed=sealed, **other).meaning("600") is None


def test_another_answer_opens_nothing():
    assert key().meaning("601") is None


def test_nothing_of_a_meaning_can_be_read():
    text = json.dumps(seal("s", "Q", 0, MEANINGS))

    assert not any(word in text for word in ("600", "900", "right", "grad_not_zeroed", "Zero"))


def test_the_right_answer_looks_like_the_wrong_ones():
    """Neither by its length nor by its place."""
    short = seal(
        "s", "Q", 0, {"1": Meaning(True), "2": Meaning(False, "x"), "3": Meaning(False, "y" * 60)}
    )

    assert len({len(text) for _, text in short}) == 1
    assert short == sorted(short)


def test_an_explanation_is_opened_by_the_salt():
    assert unseal_text("s", seal_text("s", "Két menet.")) == "Két menet."
    assert "menet" not in seal_text("s", "Két menet.")


def solved():
    options = (
        Option("o1", Text(en="yes", hu="igen")),
        Option("o2", Text.in_any_language("w"), code=True),
    )
    question = Question("Q1", 0, ItemKind.SINGLE, SAID, "w = 1", options)
    why = Solved(
        Question("Q1.why", 0, ItemKind.SINGLE, SAID, options=options), {"o1": Meaning(True)}, SAID
    )
    answers = {"o1": Meaning(True), "o2": Meaning(False, "sum_for_mean")}
    return Solved(question, answers, SAID, why=why)


def test_a_bank_is_read_as_it_was_written():
    bank = read_bank(write_bank({"Q1": [solved()]}, "digest"))

    posed = bank.posed("Q1", 0)
    assert posed.question == solved().question
    assert posed.key.meaning("o2") == Meaning(False, "sum_for_mean")
    assert posed.explain == SAID
    assert posed.why is not None
    assert posed.why.key.meaning("o1") == Meaning(True)
    assert bank.shows == {"Q1": frozenset({"sum_for_mean"})}
    assert bank.digest == "digest"


def test_variants_begin_anew_after_the_last_one():
    bank = read_bank(write_bank({"Q1": [solved()]}, ""))

    assert bank.posed("Q1", 5) == bank.posed("Q1", 0)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "items": {"Q": {}}}']
)
def test_what_is_no_bank_is_told_with_the_fix(text):
    with pytest.raises(BankError, match="gradlings lock"):
        read_bank(text)


def test_a_bank_in_indonesian_is_read_as_it_was_written():
    text = Text({"id": "ya", "pt-BR": "sim"})
    question = Question("Q1", 0, ItemKind.SINGLE, text, options=(Option("o1", text),))
    made = Solved(question, {"o1": Meaning(True, feedback=text)}, text)

    posed = read_bank(write_bank({"Q1": [made]}, "digest")).posed("Q1", 0)

    assert posed.question == question
    assert posed.key.meaning("o1") == Meaning(True, feedback=text)
    assert posed.explain == text


def test_a_bank_of_before_is_read_whose_options_have_their_languages_beside_the_id():
    written = json.loads(write_bank({"Q1": [solved()]}, "digest"))
    for option in written["items"]["Q1"]["variants"][0]["options"]:
        option.update(option.pop("text", {}))

    assert read_bank(json.dumps(written)) == read_bank(write_bank({"Q1": [solved()]}, "digest"))
