"""Texts of strangers, made fit for terminals, pages and tables."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.texts import cleaned, lines_of_program, one_line

#: Texts full of what cleaning is about.
hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x9b\x9d\x90\x07\x08\r\n\t[]P\\;0?mJ\u200b\u202e\u2066\u034f\u0301\u3164"
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain\n\ttext", "plain\n\ttext"),
        ("árvíztűrő ✓ x³", "árvíztűrő ✓ x³"),
        ("한국어 ไม้เอก עִבְרִית é", "한국어 ไม้เอก עִבְרִית é"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;2;1;2;3mred\x1b[0m", "red"),
        ("\x1b]0;title\x07", ""),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdevice\x1b\\x", "x"),
        ("\x9d0;title\x9cx", "x"),
        ("\x1b(0box", "box"),
        ("\x1bcreset", "reset"),
        ("\x1b]never ended", "]never ended"),
        ("\x1b\u200b[2Jx", "[2Jx"),
        ("\x9b2Jx", "x"),
        ("a loop\rof bars\r\nend", "a loop\nof bars\nend"),
        ("a\u2028b\u2029c\x85d\x0be", "a\nb\nc\nd\ne"),
        ("back\x08\x08", "back"),
        ("nul\x00", "nul"),
        ("\u202eright to left\u202c \u2066isolated\u2069", "right to left isolated"),
        ("zero\u200bwi\u200cdt\u200dh\ufeff \u2060\u00ad", "zerowidth "),
        ("fil\u3164ler\uffa0s\u115f\u2800", "fillers"),
        ("var\ufe0fiant\U000e0101 tag\U000e0041", "variant tag"),
        ("\ud800lone", "lone"),
        ("\ue000private \uffff\u0378", "private "),
        ("Z" + "\u0301" * 300 + "algo", "Z" + "\u0301" * 4 + "algo"),
    ],
)
def test_what_is_obeyed_or_hidden_is_taken_out_and_the_rest_is_kept(text, kept):
    assert cleaned(text) == kept


@given(hostile)
def test_whatever_the_text_nothing_is_left_that_a_terminal_obeys(text):
    assert all(c in "\n\t" or unicodedata.category(c)[0] != "C" for c in cleaned(text))
    assert "\u2028" not in cleaned(text)


@given(hostile)
def test_cleaning_twice_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)
    assert one_line(one_line(text)) == one_line(text)


@given(hostile)
def test_a_name_stays_on_one_line(text):
    assert len(one_line(text).splitlines()) <= 1


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"])))
def test_what_anybody_can_read_stays_as_it_is(text):
    assert cleaned(text) == text


@given(st.text(st.sampled_from("x#\r\n\x0b\x0c\x1c\x85\u2028\u2029")))
def test_lines_of_a_program_are_those_that_python_reads(source):
    lines = io.StringIO(f"{source}|", newline=None).read().split("\n")
    assert lines_of_program(f"{source}|") == lines
