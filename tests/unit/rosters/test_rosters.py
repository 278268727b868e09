"""Rosters: read as platforms and people write them, and found in."""

from __future__ import annotations

import pytest

from autograder.moments import moment_in
from autograder.rosters import Ambiguous, Person, Roster, RosterError, name_key, read_roster
from autograder.tables import GradebookError, decoded, table_at

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,First homework (77),Final Score
"    Points Possible",,,,,7,(read only)
"Kiss, Anna",101,A1,anna,1,,0
"Nagy, Örs Gergő",102,A2,ors,2,,0
"""
MOODLE = """\
Azonosító,"Teljes név","E-mail cím",Status,Pont,"Maximum grade","Utolsó módosítás (leadás)"
"Résztvevő 12","Kovács Ágnes",kovacs.agnes@example.org,Submitted,,"100,00","szombat, 28 november 2026, 7:28 AM"
"Résztvevő 8","Nagy Béla",nagy.bela@example.org,,,"100,00",-
"""
OURS = """\
név;neptun-kód;e-mail;csoport;szekció
Kiss Anna;ABC123;anna@example.org;A;1
"""


def test_a_canvas_gradebook_is_a_roster_with_sections():
    roster = read_roster(CANVAS)

    assert roster.people == (
        Person(("A1", "anna"), "Kiss, Anna", section="1", numbers=(("canvas", "101"),)),
        Person(("A2", "ors"), "Nagy, Örs Gergő", section="2", numbers=(("canvas", "102"),)),
    )


def test_a_moodle_worksheet_is_a_roster_with_times_in_any_language():
    roster = read_roster(MOODLE)

    assert [p.id for p in roster.people] == ["12", "8"]
    assert [p.numbers for p in roster.people] == [(("moodle", "12"),), (("moodle", "8"),)]
    assert [p.email for p in roster.people] == ["kovacs.agnes@example.org", "nagy.bela@example.org"]
    assert [p.submitted for p in roster.people] == [moment_in("2026-11-28 7:28"), None]


def test_a_table_of_ones_own_is_a_roster_in_the_authors_language():
    (person,) = read_roster(OURS).people

    assert person == Person(("ABC123",), "Kiss Anna", "anna@example.org", section="1", group="A")


def test_first_and_last_names_make_a_name():
    (person,) = read_roster("First name,Last name,Username\nAnna,Kiss,akiss\n").people

    assert (person.name, person.id) == ("Anna Kiss", "akiss")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_spreadsheets_leave_it_readable(encoding, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes(OURS.replace("Kiss", "Kőss Űrs").replace(";", "\t").encode(encoding))

    assert read_roster(table_at(path)).people[0].name == "Kőss Űrs Anna"


def test_a_western_code_page_is_told_from_a_central_european_one():
    assert decoded("name\nFrançois Müller\n".encode("cp1252")).endswith("François Müller\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("points,grade\n1,2\n", "points, grade"),
        ("id,name\n7,Anna\n8,Béla\n7,Csilla\n", "lines 2 and 4"),
    ],
)
def test_what_is_no_roster_is_told_with_what_is_missing(text, message):
    with pytest.raises(RosterError, match=message):
        read_roster(text)


def test_a_spreadsheets_own_format_is_no_table(tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"PK\x03\x04\0\0\0")

    with pytest.raises(GradebookError, match=r"roster\.xlsx.*save it as CSV UTF-8"):
        table_at(path)


# Who is meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kovács, Ágnes", "Agnes KOVACS"),
        ("O'Neil Siobhán", "Siobhan O’Neil"),
        ("Kis-Tóth Anna Mária", "Anna Mária Kis Tóth"),
        ("Őry  Zsófia", "zsofia ory"),
    ],
)
def test_two_spellings_of_a_name_are_one(one, other):
    assert name_key(one) == name_key(other)
    assert name_key(one) != name_key(f"{other} x")


ANNA = Person(("101", "A1"), "Kiss, Anna", "anna@example.org", section="1", group="red")
OTHER = Person(("102",), "Anna Kiss", "kiss.anna@example.org", section="2", group="red")
BELA = Person(("103",), "Nagy Béla", "bela@example.org", section="1")
ROSTER = Roster((ANNA, OTHER, BELA))


def test_ids_come_before_addresses_and_these_before_names():
    assert ROSTER.find("a1") is ANNA
    assert ROSTER.find("KISS.ANNA@example.org") is OTHER
    assert ROSTER.find("x", email="bela@example.org", name="Kiss Anna") is BELA
    assert ROSTER.find("5", name="Béla NAGY") is BELA
    assert ROSTER.find("nagy.bela") is BELA
    assert ROSTER.find("5", name="Somebody") is None


def test_two_of_one_name_are_asked_about():
    assert ROSTER.find("5", name="Anna Kiss") == Ambiguous((ANNA, OTHER))


def test_a_group_or_section_is_found_by_its_name():
    assert ROSTER.in_group("Red") == (ANNA, OTHER)
    assert ROSTER.in_group("1") == (ANNA, BELA)


@pytest.mark.parametrize("name", ["kissanna", "AnnaKiss", "nagybela", "Béla-Nagy"])
def test_words_that_were_run_together_are_a_name(name):
    roster = Roster((ANNA, BELA))

    assert roster.called(name) is (BELA if "b" in name.casefold() else ANNA)


@pytest.mark.parametrize(
    "name", ["", "-", "annakis", "kissann", "ankissan", "annakissanna", "kiss"]
)
def test_letters_alone_make_no_name(name):
    assert Roster((ANNA, BELA, Person(name=""))).called(name) is None


def test_two_lines_that_say_the_same_are_refused():
    with pytest.raises(RosterError, match="lines 2 and 4 say the same"):
        read_roster("name\nAnna Kiss\nBéla\nAnna Kiss\n")


def test_a_number_before_a_name_of_blind_marking_is_left_out():
    head = "Identifier,Full name,Email address\n"

    (person,) = read_roster(head + "Participant 15,Participant 15 (Ágnes Kovács),\n").people

    assert (person.name, person.id) == ("Ágnes Kovács", "15")


NAMESAKES = """\
Student,ID,SIS User ID,SIS Login ID,Section,First homework (77)
    Points Possible,,,,,10
"Kovács, Ágnes",105,S105,kovacsagnes,morning,
"Kovács, Ágnes",106,S106,kovacsagnes2,noon,
"Empty, Ede",1,S107,empty,noon,
"""


def test_namesakes_of_a_gradebook_are_told_apart_by_its_numbers_where_the_roster_has_them():
    own = "id,name,email\n105,Kovács Ágnes,a@e.org\n106,Kovács Ágnes,b@e.org\n1,Another Person,c@e.org\n"

    first, second, third = read_roster(own).joined(read_roster(NAMESAKES)).people

    assert (first.email, first.section, first.numbers) == (
        "a@e.org",
        "morning",
        (("canvas", "105"),),
    )
    assert (second.email, second.section, second.numbers) == (
        "b@e.org",
        "noon",
        (("canvas", "106"),),
    )
    # The same number under another name is another person's.
    assert third.numbers == ()
