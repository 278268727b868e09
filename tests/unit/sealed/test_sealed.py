"""Sealed solutions: nobody reads them by accident, and they come out as they went in."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import InputError
from autograder.languages import words_in
from autograder.sealed import SolutionsError, read_solutions, sealed

PROGRAMS = {
    "slope": {"reference": "def slope(x):\n    return x.grad\n", "by_name": "slope = lambda x: x.grad\n"},
    "ár": {"reference": "def ár(x):\n    return x  # szőlő\n"},
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "course.solutions"


@given(
    st.dictionaries(
        st.text(min_size=1), st.dictionaries(st.text(), st.text(), min_size=1), min_size=1
    )
)
def test_what_is_sealed_comes_out_in_its_order(tmp_path_factory, programs):
    path = tmp_path_factory.mktemp("sealed") / "course.solutions"
    path.write_text(sealed(programs), encoding="utf-8")

    opened = read_solutions(path)

    assert {name: [*opened.of(name).items()] for name in programs} == {
        name: [*own.items()] for name, own in programs.items()
    }


def test_no_word_of_a_program_stands_in_the_file(path):
    path.write_text(sealed(PROGRAMS), encoding="utf-8")
    text = path.read_text(encoding="utf-8")

    words = {"return", "lambda", "grad", "reference", "by_name", "szőlő"}
    assert words <= {*re.findall(r"\w+", str(PROGRAMS))}
    assert [word for word in words if word in text.partition('"exercises"')[2]] == []


def test_the_file_says_that_it_is_a_lock_against_temptation_and_not_against_theft():
    assert "not against theft" in json.loads(sealed(PROGRAMS))["note"]


def test_the_same_programs_give_the_same_file_and_others_share_no_line_with_it():
    once, again = sealed(PROGRAMS), sealed(PROGRAMS)
    changed = {**PROGRAMS, "slope": {"reference": "def slope(x):\n    return 2 * x\n"}}

    assert once == again
    before, after = (json.loads(text)["exercises"]["ár"] for text in (once, sealed(changed)))
    assert before[:16] != after[:16]


def test_an_exercise_that_was_not_there_yet_has_no_programs(path):
    path.write_text(sealed(PROGRAMS), encoding="utf-8")

    assert read_solutions(path).of("written_later") == {}


DAMAGED = {
    "empty": lambda text: "",
    "cut": lambda text: text[:200],
    "no JSON": lambda text: "PK\x03\x04",
    "no object": lambda text: "[]",
    "no exercises": lambda text: '{"schema_version": 1, "salt": ""}',
    "not in base 64": lambda text: re.sub(r'("slope": ")[^"]*', r"\1é", text),
    "another salt": lambda text: re.sub(r'("salt": ")..', r"\1zz", text),
    "half of it": lambda text: re.sub(r'("slope": "[^"]{8})[^"]*', r"\1", text),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_named_with_what_to_do(path, damage):
    path.write_text(damage(sealed(PROGRAMS)), encoding="utf-8")

    with pytest.raises(SolutionsError, match=r"course\.solutions") as caught:
        read_solutions(path).of("slope")

    assert isinstance(caught.value, InputError)
    assert "course.solutions" in caught.value.message(words_in("hu"))
    assert caught.value.message(words_in("hu")) != str(caught.value)


def test_a_file_of_a_newer_format_asks_for_the_newer_program(path):
    text = sealed(PROGRAMS).replace('"schema_version": 1', '"schema_version": 2')
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SolutionsError, match="newer Gradlings"):
        read_solutions(path)
