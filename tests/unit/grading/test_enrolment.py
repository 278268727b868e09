"""Which hand-ins, answers and people of the roster are one student."""

from __future__ import annotations

from datetime import datetime, timezone

from autograder.grading.enrolment import enrol
from autograder.moments import moment_in
from autograder.rosters import Person, Roster
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
