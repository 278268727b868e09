"""Archives and platforms' own lists are read in throwaway processes when a download is collected."""

from __future__ import annotations

import os
import string
import unicodedata
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hostile import zipped
from hypothesis import given
from hypothesis import strategies as st

from autograder.submissions import collect

CASES = Path(__file__).parent / "cases" / "security"
PROGRAM = b"def f():\n    pass\n"


def put_one(folder, name, data=PROGRAM):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def put(folder, **files):
    for name, data in files.items():
        put_one(folder, name, data)


def seen(collection):
    """Student, name and file names of each attempt."""
    return [(a.student, a.name, [f.name for f in a.files]) for a in collection.attempts]


NAMES = st.text(string.ascii_letters + "_-. áű\n\x1b0123", min_size=1, max_size=40)


def test_a_gradescope_export_gives_every_member_of_a_group_the_submission(tmp_path, reader):
    metadata = (
        "submission_1:\n  :submitters:\n  - :name: Ágnes\n    :sid: 'a1'\n    :email: a@x.hu\n"
        "  - :name: Béla\n    :sid: 'b2'\n    :email: b@x.hu\n"
        "  :created_at: 2026-11-30 12:00:00.000000 +01:00\n"
        "submission_2:\n  :submitters: 17\n"
    )
    export = tmp_path / "assignment_55_export"
    put_one(export, "submission_metadata.yml", metadata.encode())
    put_one(export, "submission_1/zero_it.py")
    put_one(export, "submission_2/zero_it.py")

    found = collect(tmp_path, reader=reader)

    assert found.platform == "gradescope"
    assert [s[:2] for s in seen(found)] == [
        ("a1", "Ágnes"), ("b2", "Béla"), ("submission_2", "submission_2"),
    ]  # fmt: skip
    noon = datetime(2026, 11, 30, 11, 0, tzinfo=timezone.utc)
    assert [a.submitted for a in found.attempts] == [noon, noon, None]


def test_yaml_of_an_export_makes_no_objects_and_unfolds_no_aliases(tmp_path, reader):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\n!!python/object/apply:os.system ['touch /tmp/pwned']: 1\n"
    put_one(tmp_path, "submission_metadata.yml", bomb.encode())
    put_one(tmp_path, "submission_1/zero_it.py")

    assert seen(collect(tmp_path, reader=reader)) == [
        ("submission_1", "submission_1", ["zero_it.py"])
    ]
    assert not Path("/tmp/pwned").exists()


def test_the_platforms_zip_is_read_as_its_folder_would_be(tmp_path):
    inner = zipped(**{"zero_it.py": PROGRAM, "notes.txt": b"hello"})
    data = zipped(
        **{
            "kovacsagnes_1_2_zero_it.py": PROGRAM,
            "nagybela_3_4_all.zip": inner,
            "__MACOSX/._x.py": b"",
        }
    )
    put_one(tmp_path, "submissions.zip", data)

    found = collect(tmp_path / "submissions.zip")

    assert found.platform == "canvas"
    assert seen(found) == [
        ("1", "kovacsagnes", ["zero_it.py"]),
        ("3", "nagybela", ["all.zip"]),  # opened where it is read
    ]
    assert found.unreadable == ()


def test_metadata_in_a_students_folder_says_nothing(tmp_path, reader):
    swapped = (CASES / "03_gradescope_metadata" / "submission_metadata.yml").read_bytes()
    metadata = swapped.replace(b"222", b"alice").replace(b"111", b"mallory")
    put_one(tmp_path, "submission_metadata.yml", metadata)
    put_one(tmp_path, "submission_1001/zero_it.py")
    put_one(tmp_path, "submission_1001/submission_metadata.yml", swapped)
    put_one(tmp_path, "submission_1002/a/submission_metadata.yml", swapped)
    put_one(tmp_path, "submission_1002/zero_it.py")

    found = collect(tmp_path, reader=reader)

    assert [attempt.student for attempt in found.attempts] == ["alice", "mallory"]
    assert [[name for name, _ in attempt.unread] for attempt in found.attempts] == [
        ["submission_metadata.yml"], ["a/submission_metadata.yml"],
    ]  # fmt: skip


def test_metadata_in_the_zip_of_an_export_is_read(tmp_path, reader):
    metadata = (CASES / "03_gradescope_metadata" / "submission_metadata.yml").read_bytes()
    put_one(
        tmp_path,
        "export.zip",
        zipped(**{
            "assignment_9_export/submission_metadata.yml": metadata,
            "assignment_9_export/submission_1001/zero_it.py": PROGRAM,
            "assignment_9_export/submission_1002/submission_metadata.yml": b"x",
            "assignment_9_export/submission_1002/zero_it.py": PROGRAM,
        }),
    )  # fmt: skip

    found = collect(tmp_path / "export.zip", reader=reader)

    assert [(a.student, a.name, a.files[0].inside[0][-26:]) for a in found.attempts] == [
        ("111", "Mallory", "submission_1002/zero_it.py"),
        ("222", "Alice", "submission_1001/zero_it.py"),
    ]


def test_metadata_that_cannot_be_read_is_told(tmp_path, reader):
    put_one(tmp_path, "submission_metadata.yml", b"a: [")
    put_one(tmp_path, "submission_1/zero_it.py")

    found = collect(tmp_path, reader=reader)

    assert [one.name for one in found.unreadable] == ["submission_metadata.yml"]


@given(st.lists(NAMES, max_size=6), st.sampled_from([".py", ".ipynb", ".zip", ""]))
def test_whatever_files_are_called_collecting_goes_through(tmp_path_factory, reader, names, suffix):
    folder = tmp_path_factory.mktemp("names")
    for name in names:
        if name.strip(".") and "/" not in name:
            put_one(folder, name + suffix)

    collect(folder, only_exercises={"zero_it"}, reader=reader)


# Several downloads at once


def test_sections_are_given_together_and_the_same_student_in_two_is_one(tmp_path, reader):
    one, two = tmp_path / "one", tmp_path / "two.zip"
    put_one(one, "kovacsagnes_1234_98001_zero_it.py")
    put_one(one, "nagybela_77_98002_zero_it.py")
    both = {"kovacsagnes_1234_98001_zero_it.py": PROGRAM, "szabocsilla_5_98003_hw1.py": PROGRAM}
    two.write_bytes(zipped(**both))

    found = collect(one, two, reader=reader)

    assert seen(found) == [
        ("1234", "kovacsagnes", ["zero_it.py"]),
        ("5", "szabocsilla", ["hw1.py"]),
        ("77", "nagybela", ["zero_it.py"]),
    ]


def test_a_folder_or_zip_may_hold_several_downloads(tmp_path, reader):
    first = zipped(**{"kovacsagnes_1234_98001_zero_it.py": PROGRAM})
    second = zipped(**{"deep/nagybela_77_98002_zero_it.py": PROGRAM,
                       "deep/szabocsilla_5_98003_hw1.py": PROGRAM})  # fmt: skip
    put(tmp_path / "all", **{"section 1.zip": first, "section 2.zip": second})
    put_one(tmp_path / "all", "how to.docx")
    (tmp_path / "all.zip").write_bytes(zipped(**{"s1.zip": first, "s2.zip": second}))

    for path in (tmp_path / "all", tmp_path / "all.zip"):
        found = collect(path, reader=reader)
        assert found.platform == "canvas"
        assert [s for s, _, _ in seen(found)] == ["1234", "5", "77"]
    assert [one.name for one in collect(tmp_path / "all", reader=reader).unreadable] == [
        "how to.docx"
    ]


def test_what_a_students_archive_holds_says_nothing_about_another_student(tmp_path, reader):
    """Mallory's zip looks like a download of Anna's; Anna's own is a zip like any other."""
    forged = zipped(**{"anna_101_5001_zero_it.py": b"x = 1\n", "bela_102_5002_zero_it.py": b""})
    put_one(tmp_path, "mallory.zip", forged)
    put_one(tmp_path, "anna.zip", zipped(**{"zero_it.py": PROGRAM}))

    assert [s for s, _, _ in seen(collect(tmp_path, reader=reader))] == ["anna", "mallory"]


def test_an_archive_may_be_as_large_as_a_class_is(tmp_path, reader):
    noise = os.urandom(60_000_000)  # can't be packed smaller
    data = zipped(**{"kovacsagnes_1_2_zero_it.py": PROGRAM, "nagybela_3_4_photo.png": noise})
    (tmp_path / "class.zip").write_bytes(data)

    found = collect(tmp_path / "class.zip", reader=reader)

    assert seen(found) == [("1", "kovacsagnes", ["zero_it.py"]), ("3", "nagybela", [])]


# Whose folder it is

CANVAS_LIKE = {
    "anna_101_5001_zero_it.py": PROGRAM,
    "bela_102_5002_zero_it.py": PROGRAM,
}
MOODLE_LIKE = {
    "Anna_101_assignsubmission_file/zero_it.py": PROGRAM,
    "Bela_102_assignsubmission_file/zero_it.py": PROGRAM,
}
BLACKBOARD_LIKE = {
    "HW_anna_attempt_2026-10-24-18-00-00_zero_it.py": PROGRAM,
    "HW_bela_attempt_2026-10-24-18-00-00_zero_it.py": PROGRAM,
}


@pytest.mark.parametrize("like", [CANVAS_LIKE, MOODLE_LIKE, BLACKBOARD_LIKE])
@pytest.mark.parametrize("packed", ["folder", "zip", "zip of a folder"])
def test_a_folder_called_as_a_student_of_the_roster_is_that_students(
    tmp_path, reader, like, packed
):
    """Alone in a class, mallory hands in what is named as a download of others' hand-ins."""
    inside = {f"mallory/{name}": data for name, data in like.items()}
    if packed == "folder":
        put(tmp_path / "in", **inside)
    elif packed == "zip":
        put(tmp_path / "in", **{"mallory.zip": zipped(**like)})
    else:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "class.zip").write_bytes(zipped(**inside))

    found = collect(tmp_path / "in", is_student=lambda name: name == "mallory", reader=reader)

    assert {student for student, _, _ in seen(found)} == {"mallory"}
    assert found.guessed  # and so it is told


def test_two_students_can_hand_in_for_no_third(tmp_path, reader):
    for student in ("mallory", "trudy"):
        put(tmp_path, **{f"{student}/{name}": data for name, data in CANVAS_LIKE.items()})

    found = collect(tmp_path, is_student={"mallory", "trudy"}.__contains__, reader=reader)

    assert [student for student, _, _ in seen(found)] == ["mallory", "trudy"]


@pytest.mark.parametrize("like", [CANVAS_LIKE, MOODLE_LIKE, BLACKBOARD_LIKE])
def test_without_a_roster_that_a_folder_is_no_students_is_only_guessed(tmp_path, reader, like):
    put(tmp_path, **{f"mallory/{name}": data for name, data in like.items()})

    found = collect(tmp_path, reader=reader)

    assert len(found.attempts) == 2
    assert found.guessed == found.platforms
    assert not collect(tmp_path, is_student=lambda _: False, reader=reader).guessed


NOTE = "Name: Kiss Anna ({login})\nAssignment: {title}\nDate Submitted: Saturday, 24 October 2026\n"
LOGINS = [
    ("HW", ["anna", "anna2", "anna_b"]),
    ("HW", ["anna_b", "anna_c"]),
    ("HW", ["st_0123", "st_0124", "st_01"]),
    ("Home_work 1", ["anna", "anna_b"]),
    ("Home_work_1", ["a_b_c", "a_b_d"]),
    ("HW", ["anna_b"]),
    ("anna_b", ["anna_b"]),
]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("title", "logins"), LOGINS)
def test_blackboards_notes_tell_where_the_login_begins(tmp_path, reader, title, logins, packed):
    files = {}
    for login in logins:
        start = f"{title}_{login}_attempt_2026-10-24-18-00-00"
        files[f"{start}.txt"] = NOTE.format(login=login, title=title).encode()
        files[f"{start}_zero_it.py"] = PROGRAM
    if packed:
        (tmp_path / "bb.zip").write_bytes(zipped(**files))
    else:
        put(tmp_path, **files)

    found = collect(tmp_path / "bb.zip" if packed else tmp_path, reader=reader)

    assert [(s, names) for s, _, names in seen(found)] == [
        (login, ["zero_it.py"]) for login in sorted(logins)
    ]


@pytest.mark.parametrize(
    "note",
    [b"", b"\xff\xfe\x00", b"Name: nobody\n", b"Name: (x)\n", b"Name: Eve (b)\n", b"(" * 5000],
)
def test_a_note_that_says_nothing_of_use_costs_nobody_a_row(tmp_path, reader, note):
    for login in ("anna", "anna2", "anna_b"):
        start = f"HW_{login}_attempt_2026-10-24-18-00-00"
        put(tmp_path, **{f"{start}.txt": note, f"{start}_zero_it.py": PROGRAM})

    found = collect(tmp_path, reader=reader)

    assert [s for s, _, _ in seen(found)] == ["anna", "anna2", "anna_b"]


def test_a_note_in_hungarian_and_a_name_with_brackets_are_read(tmp_path, reader):
    start = "HW_anna_b_attempt_2026-10-24-18-00-00"
    note = "\ufeffNév: Kiss (Nagyné) Anna (anna_b)\r\nFeladat: HW\r\n".encode()
    put(tmp_path, **{f"{start}.txt": note, f"{start}_zero_it.py": PROGRAM})

    assert [s for s, _, _ in seen(collect(tmp_path, reader=reader))] == ["anna_b"]


def two_forms(name):
    return [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]


@pytest.mark.parametrize("layout", ["folders", "flat", "blackboard", "names"])
@pytest.mark.parametrize("name", ["ágnes", "Őry Tünde", "Nguyễn Thị Ánh", "Ångström"])
def test_two_forms_of_a_name_in_unicode_are_one_student(tmp_path, reader, layout, name):
    shape = {
        "folders": "{student}/{file}", "flat": "{student}_{file}", "names": "{student}/{file}",
        "blackboard": "HW_{student}_attempt_2026-10-24-18-00-00_{file}",
    }[layout]  # fmt: skip
    for student, file in zip(two_forms(name), ("zero_it.py", "step_no_grad.py"), strict=True):
        put(tmp_path, **{shape.format(student=student, file=file): PROGRAM})
    put(tmp_path, **{shape.format(student="bela", file="zero_it.py"): PROGRAM})

    found = collect(
        tmp_path, reader=reader, only_exercises={"zero_it", "step_no_grad"},
        names="(?P<student>[^/]+)/(?P<file>.+)" if layout == "names" else "",
    )  # fmt: skip

    by_student = {s: sorted(names) for s, _, names in seen(found)}
    assert by_student == {
        unicodedata.normalize("NFC", name): ["step_no_grad.py", "zero_it.py"],
        "bela": ["zero_it.py"],
    }


def test_of_two_files_of_one_name_that_are_one_students_one_counts_and_the_other_is_told(
    tmp_path, reader
):
    for student in two_forms("ágnes"):
        put(tmp_path, **{f"{student}/zero_it.py": PROGRAM + student.encode()})

    (attempt,) = collect(tmp_path, reader=reader).attempts

    assert attempt.unread == (("zero_it.py", "another file of the same name counts"),)


@pytest.mark.parametrize("packed", [False, True])
def test_downloads_are_called_as_their_folders_or_paths(tmp_path, reader, packed):
    for place in ("s1/hw", "s2/hw", "evening"):
        files = {"anna/zero_it.py": PROGRAM + place.encode(), "bela/hw1.py": PROGRAM}
        put(tmp_path / place, **files)
        (tmp_path / f"{place}.zip").write_bytes(zipped(**files))
    end = ".zip" if packed else ""

    found = collect(*(tmp_path / f"{p}{end}" for p in ("s1/hw", "s2/hw", "evening")), reader=reader)

    annas = [one.download for one in found.attempts if one.student == "anna"]
    assert sorted(annas) == sorted(["evening", *(f"{tmp_path}/{p}" for p in ("s1/hw", "s2/hw"))])


def test_the_same_files_in_two_folders_of_one_name_were_handed_in_once(tmp_path, reader):
    for section in ("morning", "evening"):
        put(tmp_path / section, **{"anna/zero_it.py": PROGRAM, "bela/hw1.py": section.encode()})

    found = collect(tmp_path / "morning", tmp_path / "evening", reader=reader)

    assert [s for s, _, _ in seen(found)] == ["anna", "bela", "bela"]


@pytest.mark.parametrize("name", ["hw1.docx", "zero_it.py"])
def test_what_cannot_be_compared_is_not_taken_for_the_same(tmp_path, reader, name):
    for section in ("morning", "evening"):
        put(tmp_path / section, **{f"anna/{name}": PROGRAM, "bela/hw1.py": section.encode()})
    (tmp_path / "evening" / "anna" / name).chmod(0)
    if name.endswith(".py") and os.access(tmp_path / "evening" / "anna" / name, os.R_OK):
        pytest.skip("this user may read everything")

    found = collect(tmp_path / "morning", tmp_path / "evening", reader=reader)

    assert [s for s, _, _ in seen(found)] == ["anna", "anna", "bela", "bela"]
