"""The program's sentences in English and Hungarian."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from autograder import languages
from autograder.cli.spoken import CLICK_SENTENCES
from autograder.languages import Words, in_all, mark, words_in

ROOT = Path(__file__).parents[3]
PO = Path(languages.__file__).parent / "locale" / "hu" / "LC_MESSAGES" / "gradlings.po"


def catalogue():
    with PO.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


CATALOGUE = catalogue()
SENTENCES = {told: words for told, words in CATALOGUE.items() if isinstance(told, str)}
#: By what is said of one and of many. (Click's own have other parts in each, and are given all.)
COUNTED = {
    told: words
    for told, words in CATALOGUE.items()
    if not isinstance(told, str) and told not in CLICK_SENTENCES
}


def parts(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_is_said_in_hungarian():
    told = {sentence: words_in("hu")(sentence) for sentence in SENTENCES}

    assert told == SENTENCES
    assert [sentence for sentence, said in told.items() if said in ("", sentence)] == []


def test_every_sentence_is_said_in_english_as_it_stands_in_the_code():
    assert [said for said in SENTENCES if words_in("en")(said) != said] == []


def test_no_translation_is_two_that_ran_together():
    def ran_together(words):
        return re.search(r"[^\W\d_A-Z][.!?][A-ZÁÉÍÓÖŐÚÜŰ]", words) or words[:30] in words[30:]

    assert [said for told, said in SENTENCES.items() if ran_together(said) and told] == []


@pytest.mark.parametrize("language", ["en", "hu"])
def test_all_parts_of_every_sentence_are_said(language):
    for sentence in SENTENCES:
        values = {name: f"<{name}>" for name in parts(sentence)}

        told = words_in(language)(sentence, **values)

        assert all(value in told for value in values.values()), sentence


@pytest.mark.parametrize(("one", "many"), COUNTED)
@pytest.mark.parametrize("n", [0, 1, 2, 1000])
def test_a_sentence_of_one_and_of_many_is_said_as_the_language_counts(one, many, n):
    values = {name: f"<{name}>" for name in parts(many) - {"n"}}
    (hungarian,) = COUNTED[one, many]  # which has one form for all numbers

    assert words_in("en").many(one, many, n=n, **values) == (one if n == 1 else many).format(
        n=n, **values
    )
    assert words_in("hu").many(one, many, n=n, **values) == hungarian.format(n=n, **values)
    assert parts(one) == parts(many) == parts(hungarian)


@pytest.mark.parametrize("language", ["en", "hu"])
def test_a_sentence_that_nobody_translated_is_said_as_it_is(language):
    assert words_in(language)("Nobody has translated this.") == "Nobody has translated this."


def test_braces_in_a_part_are_only_text():
    told = words_in("en")("Your file defines no function named {name}.", name="{name}{0}{")

    assert told == "Your file defines no function named {name}{0}{."


@pytest.mark.parametrize("language", ["en", "hu"])
def test_braces_of_a_sentence_without_parts_are_only_text(language):
    assert words_in(language)("a {set} of {") == "a {set} of {"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("W", "a W"), ("W.grad", "a W.grad"), ("x", "az x"), ("x_train", "az x_train"),
        ("loss", "a loss"), ("optimizer", "az optimizer"), ("MSE", "az MSE"), ("SGD", "az SGD"),
        ("ReLU", "a ReLU"), ("w1", "a w1"), ("`y`", "az `y`"), ("élek", "az élek"), ("b", "a b"),
        ("rajz.png", "a rajz.png"), ("lr", "az lr"), ("nn.Linear", "az nn.Linear"), ("x2", "az x2"),
        ("W1", "a W1"), ("h1", "a h1"), ("X_new", "az X_new"), ("_version", "a _version"),
        ("1", "az 1"), ("5", "az 5"), ("50", "az 50"), ("12", "a 12"), ("100", "a 100"),
        ("1000", "az 1000"), ("2", "a 2"),
    ],
)  # fmt: skip
def test_the_hungarian_article_is_that_of_the_name_read_aloud(name, told):
    assert words_in("hu")("{name} itself", name=name) == f"maga {told}"


def test_two_languages_are_spoken_in_one_process():
    english, hungarian = words_in("en"), words_in("hu")

    assert (english("yes"), hungarian("yes"), english("no")) == ("yes", "igen", "no")


def test_words_know_their_language():
    assert [words_in(language).language for language in ("en", "hu")] == ["en", "hu"]


def test_words_of_one_language_are_made_once():
    assert words_in("hu") is words_in("hu")


@pytest.mark.parametrize("language", ["de", "pt-BR", "zh-Hant-TW", "x-klingon"])
def test_a_language_without_a_catalogue_is_english(language):
    say = Words(language)

    assert (say("yes"), say.many("{n} day", "{n} days", n=2)) == ("yes", "2 days")
    assert say.language == language


def test_a_regional_form_is_said_as_its_language_is():
    assert Words("hu-HU")("yes") == "igen"


def test_a_sentence_of_the_program_becomes_a_text_of_a_course():
    assert in_all(["de", "hu"], "yes").root == {"de": "yes", "hu": "igen"}


def test_mark_changes_nothing():
    assert mark("{name} was changed") == "{name} was changed"
