"""Feedback goes back in zips that harm nobody who unpacks them, and that platforms can place."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.generating.returns import returns

#: What a student may be called, as Moodle or a tampered download has it.
TRICKS = [
    "../../etc/x", "..\\..\\x", "/etc/passwd", "C:\\Windows\\x", "C:x", "\\\\server\\share\\x", "..", ".",
    "...", "CON", "con.txt", "nul.tar.gz", "COM1", "lpt9 .x", "COM\u00b9", "aux ", "x.", "x ", " ", "",
    "a\nb", "a\r\n\tb", "a\0b", "\u202egnp.exe", "\u2066x\u2069", "\ufeffx", "x" * 300, "ő" * 300,
    "a:b", 'a*?<>|"b', "~root", ".hidden", "-rf", "%2e%2e%2f", "a\u2215b", "a\uff0fb", "\ud800x", "12345",
    "Kovács Ágnes_999_assignsubmission_file", "eve_999_888", "a_b_c", "LATE", "anon_x_1", "\U0001f600",
]  # fmt: skip
NAMES = ["Kovács Ágnes", "Siobhán O'Neil", "李 小龙", "Müller, Jürgen", "Nguyễn Thị Ánh", "שרה כהן"]
PLATFORMS = {
    "moodle": "{name}_123_assignsubmission_file/",
    "moodle before 4.1": "{name}_123_assignsubmission_file_/",
    "moodle, typed in": "{name}_123_assignsubmission_onlinetext/",
    "moodle, flat": "{name}_123_assignsubmission_file_",
    "canvas": "{name}_123_456_",
    "canvas, late": "{name}_LATE_123_456_",
}


def page_of(student, language):
    return f"{student.id} in {language}".encode()


def names_for(class_of, kind, name):
    """The names in the zip that goes back to a platform where the student is called *name*."""
    results = class_of(("123", name, 1))
    came_as = PLATFORMS[kind].format(name=name)
    (student,) = results.students
    student = replace(student, platform=kind[:6], came_as=came_as)
    (made,) = returns(replace(results, students=(student,)))
    assert made.name == f"returns/{kind[:6]}-feedback.zip"
    with zipfile.ZipFile(io.BytesIO(made.packed(page_of))) as archive:
        pages = [archive.read(name) for name in archive.namelist()]
        assert pages == [b"123 in en", b"123 in hu"]
        return archive.namelist()


def moodle_places(path):
    """Whose a file is for Moodle: importziplib.php of mod/assign/feedback/file, from 4.1 on."""
    if PurePosixPath(path).name.startswith((".", "~")):
        return None
    for part in path.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdecimal():
            return (int(info[1]), info[2], info[3]) if len(info) == 4 or info[4:] else None
    return None


def canvas_places(path):
    """Whose a file is for Canvas, and on which file of his: the first two numbers of its name."""
    numbers = [p for p in PurePosixPath(path).name.split("_") if re.fullmatch("[0-9]+", p)]
    return tuple(map(int, numbers[:2]))


def is_harmless(path):
    """Whether a path can be unpacked on every system without leaving its folder."""
    parts = path.split("/")
    return (
        len(parts) <= 2
        and "\\" not in path
        and not PureWindowsPath(path).drive
        and not PureWindowsPath(path).is_reserved()
        and not PurePosixPath(path).is_absolute()
        and all(0 < len(part.encode()) <= 255 for part in parts)
        and not any(part in (".", "..") or part[-1] in " ." or part[0] in " .-~" for part in parts)
        and path.isprintable()
        and not set(path) & set('<>:"|?*\u2215\uff0f\u202e\u2066')
    )


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize("name", TRICKS + NAMES)
def test_whatever_a_student_is_called_the_zip_is_harmless_and_is_placed(class_of, kind, name):
    found = names_for(class_of, kind, name)

    assert len(found) == 2  # a page in each language
    for path in found:
        assert is_harmless(path), path
        if kind.startswith("moodle"):
            plugin = "onlinetext" if kind.endswith("typed in") else "file"
            assert moodle_places(path) == (123, "assignsubmission", plugin), path
        else:
            assert canvas_places(path) == (123, 456), path


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize("name", NAMES)
def test_an_honest_name_goes_back_as_it_came(class_of, kind, name):
    for path in names_for(class_of, kind, name):
        assert path.startswith(PLATFORMS[kind].format(name=name))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(name=st.text(max_size=80))
def test_no_text_at_all_leads_out_of_the_folder(class_of, name):
    for path in names_for(class_of, "moodle", name):
        assert is_harmless(path)
        assert moodle_places(path) == (123, "assignsubmission", "file")


@pytest.mark.parametrize("came_as", ["anon_aB3dE_50001_", "LATE_anon_xY9zQ_50002_"])
def test_anonymous_hand_ins_go_back_to_canvas_as_they_came(class_of, came_as):
    (student,) = class_of(("aB3dE", "anon_aB3dE", 1)).students
    student = replace(student, platform="canvas", came_as=came_as)

    (made,) = returns(replace(class_of(), students=(student,)))

    with zipfile.ZipFile(io.BytesIO(made.packed(page_of))) as archive:
        assert all(name.startswith(came_as) for name in archive.namelist())


@pytest.mark.parametrize("came_as", ["", "anna/", "../", "x_1_assignsubmission_drawing/"])
def test_what_no_platform_named_goes_nowhere(class_of, came_as):
    (student,) = class_of(("anna", "Anna", 1)).students
    for platform in ("moodle", "canvas"):
        one = replace(student, platform=platform, came_as=came_as)
        assert not list(returns(replace(class_of(), students=(one,))))
