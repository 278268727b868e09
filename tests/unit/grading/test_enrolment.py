"""Which hand-ins, answers and people of the roster are one student."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from autograder.grading.enrolment import enrol
from autograder.moments import moment_in
from autograder.rosters import Person, Roster, read_roster
from autograder.submissions import Attempt, Responses

AGNES = Person(("12",), "Kovács Ágnes", "kovacs.agnes@example.org", section="1")
BELA = Person(("8",), "Nagy Béla", "nagy.bela@example.org", section="2")
ROSTER = Roster((AGNES, BELA))


def attempt(student, name="", platform="moodle", submitted=None):
    return Attempt(student, name or student, (), submitted=submitted, platform=platform)


def enrolled(attempts=(), responses=(), roster=ROSTER):
    return enrol(attempts, responses, roster, timezone.utc)


def test_everybody_on_the_roster_is_in_the_class():
    found = enrolled([attempt("12", "Kovacs Agnes")])

    assert found.people == {"12": AGNES, "8": BELA}
    assert found.attempts[0].name == "Kovács Ágnes"
    assert not found.doubts


def test_answers_are_the_students_by_address_or_by_name_in_any_order():
    by_mail = Responses("kovacs.agnes@example.org", "Ágnes Kovács", ())
    by_name = Responses("Kovács, Ágnes", "Kovács, Ágnes", ())

    for responses in (by_mail, by_name):
        for roster in (ROSTER, Roster()) if responses is by_name else (ROSTER,):
            found = enrolled([attempt("12", "Ágnes Kovács")], [responses], roster)
            assert [one.student for one in found.responses] == ["12"]


def test_hand_ins_on_two_platforms_are_one_students():
    found = enrolled([attempt("12"), attempt("kovacs agnes", platform="a folder for each student")])

    assert [one.student for one in found.attempts] == ["12", "12"]


def test_a_platforms_two_ids_are_two_people_whatever_their_names():
    found = enrolled([attempt("12", "Kovács Ágnes"), attempt("77", "Kovács Ágnes")])

    assert [one.student for one in found.attempts] == ["12", "77"]
    assert [doubt.could_be for doubt in found.doubts] == [("Kovács Ágnes (12)",)]


def test_the_order_of_hand_ins_does_not_make_one_of_two_people():
    found = enrolled([attempt("77", "Kovács Ágnes"), attempt("12", "Kovács Ágnes")])

    assert len({one.student for one in found.attempts}) == 2
    assert next(one.student for one in found.attempts if one.student != "77") == "12"


def test_two_who_answered_under_one_name_are_asked_about():
    answers = [Responses("a@x.hu", "Nagy Béla", ()), Responses("b@x.hu", "Béla Nagy", ())]
    found = enrolled([attempt("8", "Nagy Béla")], answers)

    assert [one.student for one in found.responses] == ["a@x.hu", "b@x.hu"]
    assert len(found.doubts) == 2


def test_who_is_not_on_the_roster_has_a_row_and_is_told():
    found = enrolled([attempt("99", "Stranger")])

    assert found.people["99"].name == "Stranger"
    assert found.strangers == {"99"}
    assert not enrolled([attempt("99")], roster=Roster()).strangers


def test_the_rosters_time_counts_where_the_hand_in_has_none():
    when, own = moment_in("2026-11-28 7:28"), datetime(2026, 11, 27, tzinfo=timezone.utc)
    roster = Roster((Person(("12",), "Kovács Ágnes", submitted=when),))

    first, second = enrolled([attempt("12"), attempt("12", submitted=own)], roster=roster).attempts

    assert first.submitted == when.replace(tzinfo=timezone.utc)
    assert second.submitted == own


def test_who_only_answered_a_quiz_is_placed_by_address_or_by_any_other_id():
    by_mail = Responses("kovacs.agnes@example.org", "Somebody Else", ())
    by_number = Responses("nagy@elsewhere.org", "Nobody", (), ids=("8",))
    stranger = Responses("new@example.org", "New", ())

    found = enrolled((), [by_mail, by_number, stranger])

    assert [one.student for one in found.responses] == ["12", "8", "new@example.org"]
    assert found.people["new@example.org"].email == "new@example.org"
    assert not found.doubts


COUNTED = "id,name,email\n1,Kiss Anna,anna@x.hu\n2,Nagy Béla,bela@x.hu\n3,Tóth Cili,\n"
#: Moodle counts the same people otherwise.
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade
Participant 2,Anna Kiss,anna@x.hu,Submitted,,100
Participant 1,Béla Nagy,bela@x.hu,Submitted,,100
Participant 3,Dóra Kis,,Submitted,,100
"""
GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section
"Kiss, Anna",2,1,anna@x.hu,a
"Nagy, Béla",1,2,bela@x.hu,b
"""


def names_by_row(found):
    return {student: person.name for student, person in found.people.items()}


@pytest.mark.parametrize(
    ("table", "platform", "names"),
    [
        (WORKSHEET, "moodle", ("Anna Kiss", "Béla Nagy")),
        (WORKSHEET, "moodle", ("Participant", "Participant")),  # where marking is blind
        (GRADEBOOK, "canvas", ("kissanna", "nagybela")),
        (GRADEBOOK, "canvas", ("anon", "anon")),
    ],
)
def test_a_platforms_number_is_never_the_rosters_of_somebody_else(table, platform, names):
    roster = read_roster(COUNTED).joined(read_roster(table))
    hand_ins = [attempt("2", names[0], platform), attempt("1", names[1], platform)]

    found = enrolled(hand_ins, roster=roster)

    rows = names_by_row(found)
    assert {one.student: rows[one.student] for one in found.attempts} == {
        "2": "Kiss Anna", "1": "Nagy Béla",
    }  # fmt: skip
    assert sorted(rows.values()) == ["Kiss Anna", "Nagy Béla", "Tóth Cili"]
    assert not found.doubts


@pytest.mark.parametrize("names", [("Anna Kiss", "Béla Nagy"), ("kissanna", "belanagy")])
def test_where_an_id_is_one_students_and_the_name_anothers_it_is_asked(names):
    hand_ins = [attempt("2", names[0], "canvas"), attempt("1", names[1], "canvas")]

    found = enrolled(hand_ins, roster=read_roster(COUNTED))

    assert len(found.doubts) == 2
    # Nobody of the class has lost the row, and nobody has another's.
    assert sorted(names_by_row(found).values()) == sorted(
        ["Kiss Anna", "Nagy Béla", "Tóth Cili", *names]
    )
    assert found.strangers == {"1", "2"}


def test_the_same_number_on_two_platforms_is_two_students():
    hand_ins = [attempt("12", "Somebody", "canvas"), attempt("12", "Nobody", "moodle")]

    assert len({one.student for one in enrolled(hand_ins, roster=Roster()).attempts}) == 2


def test_who_has_left_does_not_become_a_namesake_in_the_worksheet():
    found = enrolled([attempt("999", "Anna Kiss")], roster=read_roster(WORKSHEET))

    assert [one.student for one in found.attempts] == ["999"]
    assert [doubt.could_be for doubt in found.doubts] == [("Anna Kiss (2)",)]


def test_a_name_that_canvas_ran_together_is_the_students():
    found = enrolled([attempt("501", "kovacsagnes", "canvas")])

    assert names_by_row(found)["501"] == "Kovács Ágnes"
    assert not found.doubts


def test_answers_are_found_by_canvass_number():
    answers = [Responses("2", "Anna Kiss", ())]

    found = enrolled(responses=answers, roster=read_roster(COUNTED).joined(read_roster(GRADEBOOK)))

    assert names_by_row(found)[found.responses[0].student] == "Kiss Anna"


FOLDER, FILE = "a folder for each student", "a file for each student"


def called(student, download, platform=FOLDER):
    return Attempt(student, student, (), platform=platform, download=download)


@pytest.mark.parametrize("platforms", [(FOLDER, FOLDER), (FILE, FILE), (FOLDER, FILE)])
def test_one_name_in_two_downloads_is_asked_about_and_never_one(platforms):
    attempts = [called("anna", d, p) for d, p in zip(("am", "pm"), platforms, strict=True)]
    for roster in (Roster(), ROSTER):
        found = enrolled([*attempts, called("bela", "am", platforms[0])], roster=roster)

        assert [one.student for one in found.attempts] == ["anna", "anna (pm)", "bela"]
        assert [(doubt.who, doubt.downloads) for doubt in found.doubts] == [("anna", ("am", "pm"))]


def test_one_name_in_two_downloads_is_one_student_where_the_roster_has_one():
    for person in (Person(("anna",), "Kiss Anna"), Person(("7",), "Anna"), Person((), "x", "anna")):
        found = enrolled([called("anna", "am"), called("anna", "pm")], roster=Roster((person,)))

        assert len({one.student for one in found.attempts}) == 1
        assert not found.doubts


def test_namesakes_are_told_apart_by_sections_that_are_called_as_the_downloads():
    morning = Person(("1",), "Nagy Anna", section="Morning")
    evening = Person(("2",), "Anna Nagy", group="evening")
    found = enrolled(
        [called("Nagy Anna", "class/morning"), called("nagy anna", "Evening")],
        roster=Roster((morning, evening)),
    )

    assert [found.people[one.student] for one in found.attempts] == [morning, evening]
    assert not found.doubts


def test_namesakes_whom_no_section_tells_apart_keep_rows_of_their_own():
    people = Person(("1",), "Nagy Anna", section="x"), Person(("2",), "Nagy Anna", section="y")
    found = enrolled([called("Nagy Anna", "am"), called("Nagy Anna", "pm")], roster=Roster(people))

    assert len({one.student for one in found.attempts}) == 2
    assert [doubt.could_be for doubt in found.doubts] == [("Nagy Anna (1)", "Nagy Anna (2)")]


def test_logins_of_a_platform_are_one_students_in_all_downloads():
    found = enrolled([called("anna", "am", "blackboard"), called("anna", "pm", "blackboard")])

    assert {one.student for one in found.attempts} == {"anna"}
    assert not found.doubts
