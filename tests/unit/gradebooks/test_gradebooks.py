"""Grades as tables that Canvas and Moodle take."""

from __future__ import annotations

import contextlib
import csv
import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebooks import canvas
from autograder.gradebooks.canvas import fill_canvas, new_canvas
from autograder.gradebooks.moodle import fill_moodle
from autograder.gradebooks.own import our_table
from autograder.grading.results import Adjusted
from autograder.tables import GradebookError, inert


def rows(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.fixture
def results(class_of):
    return class_of(("101", "Kovács Ágnes", 0.5), ("102", "=HYPERLINK(1)", 1.0), ("9", "Ő", 0.0))


def test_our_table_has_a_row_a_student_and_no_formula(results):
    table = rows(our_table(results))

    assert table[0][:4] == ["id", "name", "score", "max_score"]
    assert [row[0] for row in table[1:]] == ["102", "101", "9"]
    assert table[1][1] == "'=HYPERLINK(1)"


def cells_of(text):
    """What any spreadsheet may make of *text*, whatever it is told to take for a separator."""
    for separator in ',;\t|: "':
        for line in text.splitlines():
            yield from line.split(separator)
        with contextlib.suppress(csv.Error):
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False):
                yield from row


def is_formula(cell):
    plain = unicodedata.normalize("NFKC", cell).strip(' \t\r\n"\N{REPLACEMENT CHARACTER}')
    return len(plain) > 1 and plain[0] in "=+-@\N{MINUS SIGN}"


NAMES = [
    "=1+1", "x;=1+1", "x\t=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "  =1+1", "x\n=1+1", "x\r@SUM(1)",
    "x |=1", "x =1+1", "x ; -1", '"=1+1', "'=1+1", "x；＝1", "\u00a0=1", "\u200b=1", "−1+1", "=-1", ";;=1",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_spreadsheet_takes_a_name_for_a_formula_whatever_separates_its_cells(class_of, name):
    named = class_of((name, "Somebody", 0.5), ("102", name, 1.0))

    for text in (our_table(named), new_canvas(named)):
        assert [cell for cell in cells_of(text) if is_formula(cell)] == []


@given(st.text("=+-@＝－x1 ;,\t|:\"'\n", max_size=12))
def test_no_cell_of_any_text_is_a_formula(text):
    assert [cell for cell in cells_of(inert(text)) if is_formula(cell)] == []


@pytest.mark.parametrize(
    "name", ["Kovács Ágnes", "Anna-Nagy", "Nagy - Kiss", "a.b+c@example.org", "O’Neill; Jr.", "李"]
)
def test_an_honest_name_stays_as_it_is(class_of, name):
    table = rows(our_table(class_of(("101", name, 1.0))))

    assert table[1][1] == name


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Other (5),Homework (77)\r\n"
    "    Points Possible,,,,,10,6\r\n"
    '"Kovács, Ágnes",101,,kovacs,A,3,\r\n'
    "Nobody,555,,nobody,A,3,\r\n"
    "Excused,102,,x,A,3,EX\r\n"
)


def test_a_canvas_export_is_filled_in_its_own_column_and_nothing_else_changes(results):
    filled = fill_canvas(CANVAS, results)

    before, after = rows(CANVAS), rows(filled.text)
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    assert [row[-1] for row in after] == ["Homework (77)", "6", "3", "", "EX"]
    assert filled.without == ("9",)
    assert filled.kept == ("102",)  # a person wrote EX there


def test_canvas_semicolons_stay_semicolons(results):
    filled = fill_canvas(CANVAS.replace('"Kovács, Ágnes"', "Kovács").replace(",", ";"), results)

    assert rows(filled.text, ";")[2][-1] == "3"


def test_a_column_that_canvas_lacks_is_added_with_its_points(results):
    filled = rows(fill_canvas(CANVAS, results, "New one").text)

    assert filled[0][-1] == "New one"
    assert [row[-1] for row in filled[1:]] == ["6", "3", "", "6"]


def test_a_new_canvas_gradebook_looks_through_the_class_for_its_points_once(class_of, monkeypatch):
    looked = []
    monkeypatch.setattr(canvas, "_most", lambda results: looked.append(results) or 6.0)

    new_canvas(class_of(*((f"{n}", f"Student {n}", 1.0) for n in range(20))))

    assert len(looked) == 1


def test_a_new_canvas_gradebook_has_what_the_importer_checks(results):
    """canvas-lms lib/gradebook_importer.rb: Student, ID, Section last, more than three columns."""
    table = rows(new_canvas(results))

    assert table[0][:2] == ["Student", "ID"]
    assert table[0][4] == "Section"
    assert table[1][0].startswith("    Points Possible")
    assert all(len(row) > 3 for row in table)


def test_what_is_no_gradebook_is_refused_with_what_to_do(results):
    with pytest.raises(GradebookError, match="export it from Grades > Export"):
        fill_canvas("a,b\r\n", results)


MOODLE = {
    "en": (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments\r\n"
        'Participant 101,"Kovács Ágnes",a@x.hu,Submitted,,100.00,Yes,"Monday, 1 December",-,\r\n'
        "Participant 102,X,b@x.hu,Submitted,7.00,100.00,Yes,-,-,keep\r\n"
    ),
    "hu": (
        "Azonosító;Teljes név;E-mail-cím;Állapot;Pontszám;Maximális pontszám;Pontszám módosítható;"
        "Utolsó módosítás (leadott munka);Utolsó módosítás (pontszám);Visszajelzés\r\n"
        "Résztvevő 101;Kovács Ágnes;a@x.hu;Leadva;;100,00;Igen;2026. december 1.;-;\r\n"
        "Résztvevő 102;X;b@x.hu;Leadva;7,00;100,00;Igen;-;-;marad\r\n"
    ),
}


@pytest.mark.parametrize(
    ("site", "grades"), [("en", ["50.00", "100.00"]), ("hu", ["50,00", "100,00"])]
)
def test_a_moodle_worksheet_is_filled_in_the_language_of_its_site(results, site, grades):
    filled = fill_moodle(MOODLE[site], results, overwrite=True)

    delimiter = ";" if site == "hu" else ","
    before, after = rows(MOODLE[site], delimiter), rows(filled.text, delimiter)
    assert [row[4] for row in after[1:]] == grades
    assert [row[:4] + row[5:] for row in after] == [row[:4] + row[5:] for row in before]
    assert filled.without == ("9",)


def test_a_worksheet_that_could_mean_two_columns_asks_which(results):
    text = "Identifier,Name,Grade,Max,Grade,Max\r\nParticipant 101,A,,10.00,,20.00\r\n"

    with pytest.raises(GradebookError, match="name it with --moodle-column"):
        fill_moodle(text, results)


def test_a_worksheet_without_participants_is_refused(results):
    with pytest.raises(GradebookError, match="does not identify participants"):
        fill_moodle("Name,Grade,Max\r\nAnna,,10\r\n", results)


# Whose a row is

SHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed\r\n"
    "Participant 101,Anna Nagy,anna@x.hu,,,10.00,Yes\r\n"
    "Participant 102,Bob Kiss,bob@x.hu,,,10.00,Yes\r\n"
    "Participant 103,Anna Nagy,anna2@x.hu,,,10.00,Yes\r\n"
)


def moodle_grades(results):
    """By participant's number, the grade; and who was not placed."""
    filled = fill_moodle(SHEET, results)
    return {row[0][-3:]: row[4] for row in rows(filled.text)[1:] if row[4]}, filled.without


@pytest.mark.parametrize(
    ("ident", "name", "grades"),
    [
        ("102", "", {"102": "5.00"}),
        ("bob@x.hu", "", {"102": "5.00"}),
        ("BOB@X.hu", "", {"102": "5.00"}),
        ("x9", "bob  kiss", {"102": "5.00"}),
        # Digits at the end of any id are nobody's number.
        ("student-102", "", {}),
        ("hw1_102", "", {}),
        ("Participant 102", "", {}),
        ("2102", "", {}),
        ("user102@x.hu", "", {}),
        # Two of that name.
        ("x9", "Anna Nagy", {}),
    ],
)
def test_a_row_of_moodles_is_found_by_number_mail_or_name(class_of, ident, name, grades):
    results = class_of((ident, name or ident, 0.5))

    assert moodle_grades(results) == (grades, () if grades else (ident,))


def test_numbers_of_another_platform_are_not_moodles(class_of):
    results = replace(class_of(("102", "bobkiss", 0.5)), platform="canvas")

    assert moodle_grades(results) == ({}, ("102",))


def test_of_two_who_could_be_one_row_neither_is_placed_unless_one_is_surer(class_of):
    both = class_of(("a", "Bob Kiss", 0.5), ("b", "bob kiss", 1.0))
    surer = class_of(("102", "B", 0.5), ("b", "Bob Kiss", 1.0))

    assert moodle_grades(both) == ({}, ("a", "b"))
    assert moodle_grades(surer) == ({"102": "5.00"}, ("b",))


def test_two_rows_of_one_name_in_a_canvas_gradebook_get_nobodys_grade(class_of):
    text = CANVAS.replace("Nobody,555", '"Kovács, Ágnes",556')
    results = class_of(("y", "Kovács, Ágnes", 0.5))

    filled = fill_canvas(text, results)

    assert [row[-1] for row in rows(filled.text)[2:]] == ["", "", "EX"]
    assert filled.without == ("y",)


def of_platform(results, platform, **more):
    students = tuple(replace(s, platform=platform, **more) for s in results.students)
    return replace(results, students=students, platform=platform)


def test_who_is_not_in_the_worksheet_gets_no_row_by_a_namesakes_name(class_of):
    """Moodle's number decides for who came from Moodle: Bob Kiss, who has left, is not number 102."""
    left = of_platform(class_of(("999", "Bob Kiss", 0.5)), "moodle")

    assert moodle_grades(left) == ({}, ("999",))


@pytest.mark.parametrize(
    ("platform", "missing"),
    [
        ("canvas", False),
        ("brightspace", False),
        ("gradescope", True),
        ("a folder for each student", True),
    ],
)
def test_who_handed_in_on_another_learning_platform_is_not_missed_in_moodles_worksheet(
    class_of, platform, missing
):
    results = of_platform(class_of(("x9", "Nobody There", 0.5)), platform)

    assert moodle_grades(results) == ({}, ("x9",) if missing else ())


def test_a_number_of_canvas_is_nobodys_login_or_sis_id(class_of):
    text = CANVAS.replace("101,,kovacs", "101,555,kovacs").replace("Nobody,555", "Nobody,556")
    left = of_platform(class_of(("555", "Somebody", 0.5)), "canvas")

    assert fill_canvas(text, left).without == ("555",)


def test_who_handed_in_nothing_has_a_rosters_id_that_is_no_platforms_number(class_of):
    results = of_platform(class_of(("102", "Anna Kiss", 0.5)), "")
    absent = replace(
        results.students[0], attempts=0, answers=(), score=1.0,
        adjusted=(Adjusted("", 0.0, 1.0, "presentation", None, "points 1"),),
    )  # fmt: skip
    results = replace(results, students=(absent,), platform="moodle")

    assert moodle_grades(results) == ({}, ("102",))


@pytest.mark.parametrize("name", ["Kiss Bob", "Kiss, Bob", "Bób Kiss"])
def test_a_row_is_found_by_address_and_by_a_name_in_any_order(class_of, name):
    by_name = class_of(("x9", name, 0.5))
    by_mail = of_platform(class_of(("x9", "?", 0.5)), "", email="Bob@x.hu")

    assert moodle_grades(by_name) == moodle_grades(by_mail) == ({"102": "5.00"}, ())


def test_an_id_that_is_one_students_number_and_anothers_login_goes_to_the_number(class_of):
    text = CANVAS.replace("kovacs", "555")
    filled = fill_canvas(text, class_of(("555", "?", 0.5)))

    assert [row[-1] for row in rows(filled.text)[2:]] == ["", "3", "EX"]
