"""Platforms' tables of answers: headers in any language, attempts, names, missing columns."""

from __future__ import annotations

import csv
import io

import pytest

from autograder.submissions import read_responses

QUESTION = "Q01: What is the shape of w? It is made in the program that follows."


def read(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return read_responses("r.csv", text.getvalue().encode())


@pytest.mark.parametrize(
    "titles",
    [
        ["Question 1", "Response 1", "Right answer 1"],
        ["1. kérdés", "1. válasz", "1. helyes válasz"],
        ["Kérdés 1", "Válasz 1", "Helyes válasz 1"],
        ["Frage 1", "Antwort 1", "Richtige Antwort 1"],
        ["Vraag 1", "Antwoord 1"],
        ["Respuesta 1", "Respuesta correcta 1"],
        ["1. válasz"],
    ],
)
def test_columns_are_known_in_any_language(titles):
    with_question = len(titles) == 3 or "Vraag 1" in titles
    cells = [QUESTION, "(2,)", "(1,)"] if with_question else ["(2,)", "(1,)"]

    (anna,) = read(
        ["Vezetéknév", "Keresztnév", "E-mail-cím", "Pont/10,00", *titles],
        ["Kiss", "Anna", "anna@x.hu", "7,5", *cells[: len(titles)]],
    )

    assert (anna.student, anna.name) == ("anna@x.hu", "Kiss Anna")
    (response,) = anna.answers
    assert response.answer == "(2,)"
    assert bool(response.asked.text) == with_question
    assert anna.places == (0 if with_question else 1)


def test_moodles_attempts_are_in_the_order_of_time():
    head = ["Last name", "First name", "Email address", "Started", "Response 1"]
    attempts = read(
        head,
        ["Kiss", "Anna", "anna@x.hu", "28 November 2026  6:17 PM", "2"],
        ["Kiss", "Anna", "anna@x.hu", "28 November 2026  6:17 AM", "1"],
    )

    assert {one.attempt: one.answers[0].answer for one in attempts} == {1: "1", 2: "2"}


@pytest.mark.parametrize("numbers", [("2", "1"), ("", "")])
def test_the_newest_attempt_in_canvas_comes_first(numbers):
    head = [
        "name",
        "id",
        "sis_id",
        "section",
        "section_id",
        "section_sis_id",
        "submitted",
        "attempt",
    ]
    rows = [
        ["Anna Kiss", "7", "akiss", "1", "1", "", "2026-11-01", number, answer]
        for number, answer in zip(numbers, ("new", "old"), strict=True)
    ]

    new, old = read([*head, "101: What?"], *rows)

    assert (new.student, new.ids) == ("akiss", ("7",))
    assert new.attempt > old.attempt


def test_canvas_in_another_language_is_known_by_its_questions():
    head = [
        "név",
        "azonosító",
        "SIS-azonosító",
        "csoport",
        "csoport_id",
        "x",
        "beadva",
        "próbálkozás",
    ]

    (anna,) = read(
        [*head, "101: Mi?", "1.0"],
        ["Kiss Anna", "7", "akiss", "1", "1", "", "", "1", "a\\, b,c", "1.0"],
    )

    assert (anna.student, anna.attempt) == ("akiss", 1)
    assert [(one.asked.text, one.answer) for one in anna.answers] == [("Mi?", "a, b,c")]


def test_a_number_behind_an_apostrophe_is_the_number():
    (anna,) = read(["Name", "Email", "Response 1"], ["Anna Kiss", "a@x.hu", "'-3"])

    assert anna.answers[0].answer == "-3"
