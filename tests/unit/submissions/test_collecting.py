"""What learning platforms hand an instructor, in each of their layouts, hostile files included."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import InputError
from autograder.grading.attempts import choose_attempts
from autograder.submissions import Attempt, File, SubmissionError, collect, safe_file_names

CASES = Path(__file__).parents[2] / "cases" / "security"
PROGRAM = b"def f():\n    pass\n"


def put(folder, **files):
    for name, data in files.items():
        put_one(folder, name, data)


def put_one(folder, name, data=PROGRAM):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def seen(collection):
    """Student, name and file names of each attempt."""
    return [(a.student, a.name, [f.name for f in a.files]) for a in collection.attempts]


def test_canvas_names_tell_student_lateness_and_attempt(tmp_path):
    put_one(tmp_path, "kovacsagnes_1234_98001_zero_it.py")
    put_one(tmp_path, "kovacsagnes_LATE_1234_98007_zero_it-1.py")
    put_one(tmp_path, "nagybela_77_98002_hw1-2.ipynb")

    found = collect(tmp_path)

    assert found.platform == "canvas"
    assert seen(found) == [
        ("1234", "kovacsagnes", ["zero_it.py"]),
        ("77", "nagybela", ["hw1.ipynb"]),
    ]
    assert [a.late for a in found.attempts] == [True, False]
    assert found.attempts[0].files[0].content.name == "kovacsagnes_LATE_1234_98007_zero_it-1.py"
    assert found.attempts[0].unread == (("zero_it.py", "a newer file of the same name counts"),)


def test_all_of_a_students_files_on_canvas_are_one_attempt(tmp_path):
    for number, name in enumerate(("zero_it", "step_no_grad", "mse_shapes"), start=98001):
        put_one(tmp_path, f"kovacsagnes_1234_{number}_{name}.py")

    found = collect(tmp_path)

    names = ["zero_it.py", "step_no_grad.py", "mse_shapes.py"]
    assert seen(found) == [("1234", "kovacsagnes", names)]


def test_canvas_hides_names_where_grading_is_anonymous(tmp_path):
    put_one(tmp_path, "anon_aB3dE_50001_hw1.ipynb")
    put_one(tmp_path, "LATE_anon_xY9zQ_50002_hw1.ipynb")
    put_one(tmp_path, "LATE_anon_xY9zQ_50003_notes-1.py")

    found = collect(tmp_path)

    assert found.platform == "canvas"
    assert seen(found) == [
        ("aB3dE", "anon_aB3dE", ["hw1.ipynb"]),
        ("xY9zQ", "anon_xY9zQ", ["hw1.ipynb", "notes.py"]),
    ]
    assert [a.late for a in found.attempts] == [False, True]


def test_what_was_typed_into_canvas_is_told_in_the_students_row(tmp_path):
    put_one(tmp_path, "kovacsagnes_1234_98001_zero_it.py")
    put_one(tmp_path, "nagybela_77_text.html")

    found = collect(tmp_path)

    assert seen(found)[1] == ("77", "nagybela", [])
    assert "ask for a .py or .ipynb" in found.attempts[1].unread[0][1]


def test_blackboard_tells_user_and_time_and_has_notes_of_its_own(tmp_path):
    for user, when in (("akiss", "2026-10-20-09-00-00"), ("akiss", "2026-10-23-21-14-05"),
                       ("anna_kiss", "2026-10-24-18-00-00")):  # fmt: skip
        put_one(tmp_path, f"First Home_work_{user}_attempt_{when}_step_no_grad.py")
        put_one(tmp_path, f"First Home_work_{user}_attempt_{when}.txt", b"Name: Somebody")
    put_one(tmp_path, "First Home_work_typed_attempt_2026-10-24-18-00-00.txt", b"I forgot the file")

    budapest = ZoneInfo("Europe/Budapest")
    found = collect(tmp_path, zone=budapest)

    assert found.platform == "blackboard"
    assert seen(found) == [
        ("akiss", "akiss", ["step_no_grad.py"]),
        ("akiss", "akiss", ["step_no_grad.py"]),
        ("anna_kiss", "anna_kiss", ["step_no_grad.py"]),
        ("typed", "typed", []),
    ]
    assert found.attempts[1].submitted == datetime(2026, 10, 23, 21, 14, 5, tzinfo=budapest)
    assert not found.unreadable


@pytest.mark.parametrize("flat", [False, True])
def test_brightspace_names_folders_and_files_by_number_name_and_time(tmp_path, flat):
    end = " - hw1.py" if flat else "/hw1.py"
    put_one(tmp_path, f"12345-678 - Anna Kiss-Tóth - 24 October, 2026 805 PM{end}")
    put_one(tmp_path, f"12345-678 - Anna Kiss-Tóth - 25 October, 2026 1159 AM{end}")
    put_one(tmp_path, f"999-678 - Nagy Béla - Oct 3, 2026 1005 AM{end}")
    put_one(tmp_path, "index.html")

    found = collect(tmp_path)

    assert found.platform == "brightspace"
    assert seen(found) == [
        ("12345", "Anna Kiss-Tóth", ["hw1.py"]),
        ("12345", "Anna Kiss-Tóth", ["hw1.py"]),
        ("999", "Nagy Béla", ["hw1.py"]),
    ]
    assert [a.submitted.strftime("%d %H:%M") for a in found.attempts] == [
        "24 20:05", "25 11:59", "03 10:05",
    ]  # fmt: skip
    assert not found.unreadable


def test_ilias_names_folders_by_name_login_and_number(tmp_path):
    put_one(tmp_path, "Kiss_Toth_Anna_akiss_257/hw1.py")
    put_one(tmp_path, "Nagy_Bela_nagyb_301/Verspaetete_Abgabe/hw1.py")

    found = collect(tmp_path)

    assert (found.platform, found.guessed) == ("ilias", ("ilias",))
    assert seen(found) == [
        ("257", "Kiss Toth Anna", ["hw1.py"]),
        ("301", "Nagy Bela", ["Verspaetete_Abgabe/hw1.py"]),
    ]
    assert [a.late for a in found.attempts] == [False, True]


def test_numbers_that_are_not_each_students_own_are_no_ids(tmp_path):
    put_one(tmp_path, "Kiss_Anna_hw_1/hw1.py")
    put_one(tmp_path, "Nagy_Bela_hw_1/hw1.py")

    assert [s for s, _, _ in seen(collect(tmp_path))] == ["Kiss_Anna_hw_1", "Nagy_Bela_hw_1"]


def test_a_pattern_of_the_instructors_tells_student_time_and_file(tmp_path):
    put_one(tmp_path, "2026/anna.kiss/20261024-2005_final.py")
    put_one(tmp_path, "2026/nagy.bela/20261024-2100_zero_it.py")
    put_one(tmp_path, "2026/readme.py")

    pattern = r"(2026/)?(?P<student>[^/]+)/(?P<time>[\d-]+)_(?P<file>.+)"
    found = collect(tmp_path, names=pattern)

    assert [(a.student, a.files[0].name, a.submitted) for a in found.attempts] == [
        ("anna.kiss", "final.py", datetime(2026, 10, 24, 20, 5, tzinfo=timezone.utc)),
        ("nagy.bela", "zero_it.py", datetime(2026, 10, 24, 21, 0, tzinfo=timezone.utc)),
    ]
    assert [one.why for one in found.unreadable] == ["its name does not match --names"]


@pytest.mark.parametrize("pattern", ["(", "(.*)", "(?P<student>.*)(?P<when>x)"])
def test_a_pattern_without_a_student_is_refused(tmp_path, pattern):
    with pytest.raises(InputError, match="--names"):
        collect(tmp_path, names=pattern)


# Several downloads at once


def test_downloads_of_two_platforms_are_each_read_as_theirs(tmp_path):
    put_one(tmp_path, "canvas/kovacsagnes_1234_98001_zero_it.py")
    put_one(tmp_path, "moodle/Nagy Béla_124_assignsubmission_file/hw1.ipynb")

    found = collect(tmp_path)

    assert found.platforms == ("canvas", "moodle")
    assert [s[:2] for s in seen(found)] == [("1234", "kovacsagnes"), ("124", "Nagy Béla")]


def test_files_that_canvas_numbers_one_by_one_were_handed_in_together(tmp_path):
    put_one(tmp_path, "kovacsagnes_1234_98001_hw1.py")
    put_one(tmp_path, "kovacsagnes_1234_98003_utils.py")
    put_one(tmp_path, "kovacsagnes_1234_98009_hw1-1.py")
    put_one(tmp_path, "kovacsagnes_1234_98010_utils-1.py")
    put_one(tmp_path, "nagybela_LATE_77_98002_hw1.ipynb")
    put_one(tmp_path, "nagybela_LATE_77_98004_utils.py")

    assert seen(collect(tmp_path)) == [
        ("1234", "kovacsagnes", ["hw1.py", "utils.py"]),  # each the newer of two
        ("77", "nagybela", ["hw1.ipynb", "utils.py"]),
    ]


def test_moodle_folders_and_moodle_flat_names_are_the_same_to_us(tmp_path):
    folders, flat = tmp_path / "folders", tmp_path / "flat"
    put_one(folders, "Kovács Ágnes_123_assignsubmission_file_/zero_it.py")
    put_one(folders, "Nagy Béla_124_assignsubmission_file_/deep/hw1.ipynb")
    put_one(flat, "Kovács Ágnes_123_assignsubmission_file_zero_it.py")
    put_one(flat, "Nagy Béla_124_assignsubmission_file_hw1.ipynb")

    first, second = collect(folders), collect(flat)

    assert {first.platform, second.platform} == {"moodle"}
    assert [s[:2] for s in seen(first)] == [("123", "Kovács Ágnes"), ("124", "Nagy Béla")]
    assert [s[:2] for s in seen(second)] == [s[:2] for s in seen(first)]


def test_what_was_typed_into_moodles_text_box_is_listed_with_what_to_do(tmp_path):
    put_one(tmp_path, "Kovács Ágnes_123_assignsubmission_file_/zero_it.py")
    put_one(tmp_path, "Kovács Ágnes_123_assignsubmission_onlinetext_/onlinetext.py")

    found = collect(tmp_path)

    (attempt,) = found.attempts
    assert ["ask for a .py or .ipynb file" in why for _, why in attempt.unread] == [True]


def test_a_folder_for_each_student_may_be_deep(tmp_path):
    put_one(tmp_path, "anna/zero_it.py")
    put_one(tmp_path, "anna/more/step_no_grad.py")
    put_one(tmp_path, "béla/hw1.ipynb")

    assert seen(collect(tmp_path)) == [
        ("anna", "anna", ["more/step_no_grad.py", "zero_it.py"]),
        ("béla", "béla", ["hw1.ipynb"]),
    ]


def test_flat_files_are_told_apart_by_student_and_exercise(tmp_path):
    put_one(tmp_path, "anna_zero_it.py")
    put_one(tmp_path, "step_no_grad-anna.py")
    put_one(tmp_path, "bela.ipynb")

    found = collect(tmp_path, only_exercises={"zero_it", "step_no_grad"})

    assert [(s, files) for s, _, files in seen(found)] == [
        ("anna", ["zero_it.py", "step_no_grad.py"]),
        ("bela", ["bela.ipynb"]),
    ]


def test_what_cannot_be_read_is_listed_and_costs_nobody_else(tmp_path):
    put_one(tmp_path, "anna/zero_it.py")
    put_one(tmp_path, "bela/homework.docx")
    put_one(tmp_path, "csilla/broken.zip", b"PK\x03\x04 not really")
    os.mkfifo(tmp_path / "anna" / "fifo.py")
    (tmp_path / "anna" / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "all").symlink_to("/")

    found = collect(tmp_path)

    assert seen(found) == [
        ("anna", "anna", ["zero_it.py"]),
        ("bela", "bela", []),
        ("csilla", "csilla", ["broken.zip"]),  # she has a row, and is told there
    ]
    assert [one.name for one in found.unreadable] == ["all"]
    anna, bela, _ = found.attempts
    assert {name for name, _ in anna.unread} == {"fifo.py", "link.py"}
    assert bela.unread == (
        ("homework.docx", "it is neither a script nor a notebook (.py, .ipynb)"),
    )


def test_outside_of_folders_too_a_document_is_a_hand_in_and_other_files_are_nobodys(tmp_path):
    for name in (
        "anna_zero_it.py.txt",
        "bela.docx",
        "csilla.ipynb",
        "grades.csv",
        "d.tar.gz",
        "eva_zero_it.ipynb.json",
    ):
        put_one(tmp_path, name)

    found = collect(tmp_path, only_exercises=["zero_it"])

    assert seen(found) == [
        ("anna", "anna", []), ("bela", "bela", []), ("csilla", "csilla", ["csilla.ipynb"]),
        ("d", "d", ["d.tar.gz"]), ("eva", "eva", []),
    ]  # fmt: skip
    assert found.attempts[0].unread == (
        ("zero_it.py.txt", "its name ends in .py.txt; it is read once that is .py"),
    )
    assert [one.name for one in found.unreadable] == ["grades.csv"]


def test_names_that_would_fool_a_terminal_are_shown_spelt_out(tmp_path):
    put_one(tmp_path, os.fsdecode(b"\x1b[2J\xffanna\n.txt"))

    shown = collect(tmp_path).unreadable[0].name

    assert shown.isprintable()
    assert "anna" in shown


def test_a_place_that_is_not_there_is_an_error_of_ours(tmp_path):
    with pytest.raises(SubmissionError, match="can't be read"):
        collect(tmp_path / "nothing")


def attempt(student, order, submitted=None):
    files = (File("zero_it.py", b""),)
    return Attempt(student, student, files, submitted=submitted, order=(order,))


def test_the_attempt_that_counts_is_chosen_by_policy():
    several = [attempt("a", 2), attempt("a", 3), attempt("a", 1), attempt("b", 1)]

    def orders(**policy):
        return [a.order[0] for a in choose_attempts(several, **policy)["a"]]

    assert orders(keep="last") == [3]
    assert orders(keep="first") == [1]
    assert orders(keep="best") == [1, 2, 3]
    assert orders(keep="last", most=2) == [2]


# Who handed it in is not for a student's file to say.


def test_without_metadata_at_the_top_a_students_own_is_not_taken_for_it(tmp_path):
    swapped = (CASES / "03_gradescope_metadata" / "submission_metadata.yml").read_bytes()
    put_one(tmp_path, "export/submission_1001/zero_it.py")
    put_one(tmp_path, "export/submission_1002/zero_it.py")
    put_one(tmp_path, "export/submission_1002/submission_metadata.yml", swapped)

    found = collect(tmp_path)

    assert [attempt.student for attempt in found.attempts] == ["submission_1001", "submission_1002"]


@pytest.mark.parametrize(
    ("folder", "student", "name"),
    [
        ("Bob_4711_assignsubmission_file__999_assignsubmission_file_", "999",
         "Bob_4711_assignsubmission_file_"),
        ("Bob_4711_assignsubmission_file_999_assignsubmission_file_", "999",
         "Bob_4711_assignsubmission_file"),
        ("A_1_assignsubmission_file__B_2_assignsubmission_onlinetext__3_assignsubmission_file",
         "3", "A_1_assignsubmission_file__B_2_assignsubmission_onlinetext_"),
    ],
)  # fmt: skip
def test_a_student_called_like_a_folder_of_moodles_is_nobody_else(tmp_path, folder, student, name):
    put_one(tmp_path, f"{folder}/zero_it.py")
    put_one(tmp_path, "Anna_5_assignsubmission_file_/zero_it.py")

    found = collect(tmp_path)

    assert (student, name, ["zero_it.py"]) in seen(found)
    assert len(found.attempts) == 2


def test_a_file_that_could_be_either_of_two_students_is_nobodys(tmp_path):
    """Without folders, both a student's name and the file's may hold another's number."""
    put_one(tmp_path, "Bob_4711_assignsubmission_file_x_999_assignsubmission_file_zero_it.py")
    put_one(tmp_path, "Anna_999_assignsubmission_file_zero_it.py")

    found = collect(tmp_path)

    assert seen(found) == [("999", "Anna", ["zero_it.py"])]
    assert "download from Moodle in folders" in found.unreadable[0].why


def test_many_files_of_one_student_do_not_make_another_layout(tmp_path):
    for number in range(20):
        put_one(tmp_path, f"Anna_999_assignsubmission_file_/{number}.py")
    put_one(tmp_path, "béla/zero_it.py")
    put_one(tmp_path, "csilla/zero_it.py")

    assert collect(tmp_path).platform == "a folder for each student"


def test_folders_without_end_end_and_cost_nobody_else(tmp_path):
    place = tmp_path / "anna"
    place.mkdir()
    for _ in range(60):
        place = place / "d"
        place.mkdir()
    (place / "deep.py").write_bytes(PROGRAM)
    put_one(tmp_path, "béla/zero_it.py")

    found = collect(tmp_path)

    anna, bela = found.attempts
    assert (bela.student, len(bela.files)) == ("béla", 1)
    assert not anna.files
    assert "folders deep" in anna.unread[0][1]


def test_one_student_with_endless_files_costs_no_other_a_row(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.submissions.listing._MAX_ENTRIES", 20)
    for number in range(50):
        put_one(tmp_path, f"anna/{number}.py")
    put_one(tmp_path, "béla/zero_it.py")
    put_one(tmp_path, "csilla/zero_it.py")

    found = collect(tmp_path)

    assert [a.student for a in found.attempts] == ["anna", "béla", "csilla"]
    assert "more than 20 files" in found.attempts[0].unread[0][1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Anna Nagy", "Anna-Nagy-5c53dde5"),
        ("Anna Nagy", "Anna-Nagy-" + sha256(b"Anna Nagy").hexdigest()[:8]),
        ("Anna Nagy", "Anna-Nagy-" + sha256(b"Anna Nagy").hexdigest()[:16]),
        ("Anna", "anna"),
        ("anna", "anna.hu"),
        ("anna", "anna.en"),
        ("x.html", "x"),
        ("CON", "student-CON"),
        ("é" * 100, "ő" * 100),
        ("a" * 200, "a" * 201),
    ],
)
def test_no_two_ids_share_a_file(first, second):
    names = safe_file_names([first, second])

    files = {
        student: {
            f"{name}{language}.{ending}".casefold()
            for language in ("", ".hu", ".en")
            for ending in ("html", "md", "json")
        }
        for student, name in names.items()
    }
    assert not files[first] & files[second]


@given(st.lists(st.text(min_size=0, max_size=300), unique=True, max_size=30))
def test_file_names_are_safe_everywhere_and_never_meet(students):
    names = safe_file_names(students)

    assert len({name.casefold() for name in names.values()}) == len(students)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,80}", name)
        assert not name.endswith(".")
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name, re.IGNORECASE)
