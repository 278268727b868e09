"""Tables of marks: what a person typed is taken as it is, kept as it is, or refused with its row."""

from __future__ import annotations

import pytest

from autograder.assignments.written import RubricLine, WrittenTask
from autograder.grading.marks import (
    Entry,
    MarksError,
    joined,
    marks_in,
    merged,
    new_sheet,
    read_sheet,
)
from autograder.tables import GradebookError

TEXT = {"en": "T", "hu": "C"}
TASK = WrittenTask(
    id="why", points=5, title=TEXT, statement=TEXT, rubric=[RubricLine(points=5, text=TEXT)]
)
#: Students' ids by their own spelling, and by the numbers of their answers.
CLASS = {"ada": "ada", "ben": "ben", "ben@example.org": "ben", "007": "007", "'=cmd()": "=cmd()"}
NUMBERS = {"111111": "ada", "222222": "ben", "333333": "007", "444444": "=cmd()"}


def find(text):
    return CLASS.get(text, "")


def marks(text, name="why.csv"):
    return marks_in(read_sheet(text, name), TASK, find, NUMBERS)


def given(text):
    return {who: (m.points, m.comment) for who, m in marks(text).by_student.items()}


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("id,points,comment\nada,4.5,\n", 4.5),
        ("id;points;comment\nada;4,5;\n", 4.5),
        ("id\tpoints\nada\t5\n", 5.0),
        ("ID, Points ,x\nada,0,y\n", 0.0),
        ("id,points\r\n\r\nada, 3 \r\n", 3.0),
        ("comment,points,id\n,1.234,ada\n", 1.23),
        ("number,points\n111111,2\n", 2.0),
        ("id,points,number\n,2,111111\n", 2.0),
    ],
)
def test_points_are_read_from_a_table_as_spreadsheets_save_it(text, points):
    assert given(text) == {"ada": (points, "")}


def test_an_empty_cell_is_not_graded_yet_and_0_is_a_grade():
    assert given("id,points\nada,\nben,0\n") == {"ben": (0.0, "")}


def test_students_are_found_by_id_address_and_what_a_spreadsheet_left_of_an_id():
    found = given("id,points,number\nben@example.org,1,\n7,2,333333\n'=cmd(),3,444444\n")

    assert found == {"ben": (1.0, ""), "007": (2.0, ""), "=cmd()": (3.0, "")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,points\nada,6\n", "why.csv, row 2: points: 6 is above the maximum, 5"),
        ("id,points\nben,1\nada,5.01\n", "why.csv, row 3: points: 5.01 is above the maximum"),
        ("id,points\nada,-1\n", "why.csv, row 2: points: '-1' is no number from 0 to 5"),
        ("id,points\nada,many\n", "'many' is no number"),
        ("id,points\nada,nan\n", "'nan' is no number"),
        ("id,points\nada,inf\n", "'inf' is no number"),
        ("id,points\nada,1e1\n", "'1e1' is no number"),
        ("id,points\nada,4/5\n", "'4/5' is no number"),
        ("id,points\nada,=2+2\n", "'=2+2' is no number"),
        ("id,points\nada,٣\n", "is no number"),
        ("id,points\nada,1\nada,2\n", "row 3: the same student as why.csv, row 2"),
        ("id,points\nben,1\nben@example.org,2\n", "row 3: the same student as"),
        (
            "id,points,number\nada,1,222222\n",
            "row 2: the id is ada's and the number 222222 is ben's; mend one of them",
        ),
        ("name,points\nada,1\n", "it needs the columns id (or number) and points"),
        ("id,mark\nada,1\n", "it has: id, mark"),
        ("", "it has: none"),
    ],
)
def test_what_cannot_be_points_is_refused_with_file_row_and_fix(text, problem):
    with pytest.raises(MarksError) as error:
        marks(text)

    assert problem in str(error.value)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(MarksError) as error:
        marks("id,points\nada,6\nben,x\n")

    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "why.csv, row 2",
        "why.csv, row 3",
    ]


def test_a_table_with_a_cell_too_large_for_one_is_refused():
    # Of which of the two limits it is told depends on what other libraries let csv read.
    with pytest.raises((GradebookError, MarksError), match=r"long|large"):
        marks("id,points,comment\nada,1," + "x" * 200_000 + "\n")


def test_the_same_marks_twice_are_one():
    assert given("id,points,comment\nada,2,\nada,2,well\n") == {"ada": (2.0, "")}


def test_rows_with_marks_that_are_nobodys_are_told_and_empty_ones_are_not():
    found = marks("id,points,comment\nzoe,3,\nyan,,\nxia,,left\nada,1,\n")

    assert found.strangers == (("why.csv, row 2", "zoe"), ("why.csv, row 4", "xia"))
    assert set(found.by_student) == {"ada"}


def test_other_files_say_what_the_table_leaves_open():
    own = marks("id,points,comment\nada,2,\nben,,well done\n")
    other = marks("id,points,comment\nada,2,more\nben,4,\n007,1,\n", "other.csv")

    found = joined(own, [other])

    assert {who: (m.points, m.comment) for who, m in found.by_student.items()} == {
        "ada": (2.0, "more"),
        "ben": (4.0, "well done"),
        "007": (1.0, ""),
    }


def test_a_file_that_says_something_else_is_refused_rather_than_guessed():
    with pytest.raises(MarksError, match=r"other.csv, row 2: other marks than in why.csv, row 2"):
        joined(marks("id,points\nada,2\n"), [marks("id,points\nada,3\n", "other.csv")])


ENTRIES = [
    Entry("ada", "111111", "v1", ("222222",), "Ada Nagy"),
    Entry("ben", "222222", "v1", ("111111",), "Ben"),
    Entry("=cmd()", "444444", "", (), "=cmd()"),
]


def brought_up_to_date(text, entries=ENTRIES, names=False):
    sheet = read_sheet(text, "why.csv") if text else new_sheet("why.csv")
    own = marks_in(sheet, TASK, find, NUMBERS)
    return merged(sheet, own, entries, TASK, names=names).text


def test_a_new_table_has_a_row_for_everybody_and_no_formula():
    assert brought_up_to_date("") == (
        "id,points,comment,number,out_of,same_as,version\r\n"
        "ada,,,111111,5,222222,v1\r\n"
        "ben,,,222222,5,111111,v1\r\n"
        "'=cmd(),,,444444,5,,\r\n"
    )


def test_names_are_in_it_only_if_asked_for():
    assert "Ada" not in brought_up_to_date("")
    assert brought_up_to_date("", names=True).splitlines()[3].endswith(",'=cmd()")


def test_what_was_typed_stays_to_the_letter_and_new_students_are_added_below():
    text = "my notes;id;points;comment\r\nx;ben;4,50; Good!  \r\ngone;zoe;3;\r\n"

    assert brought_up_to_date(text).splitlines() == [
        "my notes;id;points;comment;number;out_of;same_as;version",
        "x;ben;4,50; Good!  ;222222;5;111111;v1",
        "gone;zoe;3;;;;;",
        ";ada;;;111111;5;222222;v1",
        ";'=cmd();;;444444;5;;",
    ]


def test_bringing_it_up_to_date_twice_changes_nothing():
    once = brought_up_to_date("id,points,comment\nben,4,Good\nzoe,3,\n")

    assert brought_up_to_date(once) == once


def test_the_version_that_was_graded_stays_and_that_of_an_ungraded_answer_follows():
    text = "id,points,comment,version\nada,4,,v0\nben,,,v0\n"

    first, second = brought_up_to_date(text).splitlines()[1:3]

    assert first.startswith("ada,4,,v0")
    assert second.startswith("ben,,,v1")
    assert brought_up_to_date("id,points,version\nada,4,\n").splitlines()[1].startswith("ada,4,v1")


def test_an_id_that_a_spreadsheet_changed_is_put_right():
    entries = [Entry("007", "333333", "v1")]

    text = brought_up_to_date("id,points,comment,number\n7,2,,333333\n", entries)

    assert text.splitlines()[1] == "007,2,,333333,5,,v1"
    assert len(text.splitlines()) == 2
