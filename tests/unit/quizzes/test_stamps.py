"""Stamps: what a publisher writes, a reader finds again in the text that a platform made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.quizzes.stamps import letter, lettered, read_letters, read_stamp, stamp

ITEMS = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,31}", fullmatch=True)


@pytest.mark.parametrize(
    ("item", "variant", "several", "written"),
    [
        ("Q05", 0, False, "Q05"),
        ("Q05.why", 0, False, "Q05·why"),
        ("Q02", 2, True, "Q02·3"),
        ("Q05.why", 4, True, "Q05·why·5"),
    ],
)
def test_a_stamp_names_item_and_variant(item, variant, several, written):
    assert stamp(item, variant, several) == written


@given(
    item=ITEMS,
    why=st.booleans(),
    variant=st.integers(0, 99),
    after=st.sampled_from(
        [": What?", " What?", ":What?", "\n\nWhat?", "", ":\tWhat?", "\xa0What?"]
    ),
    before=st.sampled_from(["", " ", "\n"]),
)
def test_every_stamp_is_read_back_whatever_follows(item, why, variant, after, before):
    name = f"{item}.why" if why else item

    assert read_stamp(before + stamp(name, variant, several=True) + after) == (name, variant)
    assert read_stamp(before + stamp(name, 0, several=False) + after) == (name, 0)


@pytest.mark.parametrize("text", ["", "  ", "5 = x", "·3", "Q05.grad is", "w.grad?", "(Q05)"])
def test_other_texts_have_no_stamp(text):
    assert read_stamp(text) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    found = read_stamp(text)

    assert found is None or (found[0] and found[1] >= 0)


def test_letters_are_read_back_even_if_the_platform_cut_the_text():
    assert [letter(index) for index in range(3)] == ["A", "B", "C"]
    assert read_letters(lettered("B", "TanhBackward0")[:10]) == "B"
    assert read_letters(lettered("CAB", "y.backward()")) == "CAB"
    assert [read_letters(text) for text in ("w.grad", "Adam", "a: b", "5: x = 1")] == [None] * 4
