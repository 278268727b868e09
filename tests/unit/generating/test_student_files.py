"""Pages are made only where something changed, by any number of processes, and always the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.generating.class_outputs import write_outputs
from autograder.outputs import LIST

PEOPLE = [("a", "Anna", 1), ("b", "Béla", 0.5, ("grad_not_zeroed",)), ("c", "<i>Cili</i>", 0)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


def states(folder):
    """Each file's content and when it was written, but for the list of them."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


def rendered(monkeypatch, results, folder):
    """Who has a page that is made, and whether the report is, when *results* are written."""
    from autograder import pages as room

    pages, reports = [], []
    html, report = room.render_student_html, room.render_class_report
    monkeypatch.setattr(
        room, "render_student_html", lambda *a: (pages.append(a[1].id), html(*a))[1]
    )
    monkeypatch.setattr(room, "render_class_report", lambda *a: (reports.append(1), report(*a))[1])
    write_outputs(results, folder)
    monkeypatch.undo()
    return sorted(set(pages)), len(reports)


def test_the_second_run_makes_no_page_and_touches_no_file(class_of, folder, monkeypatch):
    assert rendered(monkeypatch, class_of(*PEOPLE), folder) == (["a", "b", "c"], 1)
    before = states(folder)

    assert rendered(monkeypatch, class_of(*PEOPLE), folder) == ([], 0)
    assert states(folder) == before


def test_whose_points_changed_has_new_pages_and_nobody_else(class_of, folder, monkeypatch):
    write_outputs(class_of(*PEOPLE), folder)
    changed = class_of(PEOPLE[0], ("b", "Béla", 1), PEOPLE[2])

    assert rendered(monkeypatch, changed, folder) == (["b"], 1)

    fresh = folder.with_name("fresh")
    write_outputs(changed, fresh)
    assert {k: v[0] for k, v in states(folder).items()} == {
        k: v[0] for k, v in states(fresh).items()
    }


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"en": "Other", "hu": "Más"}}, {"languages": ("hu", "en")}, {"isolation": "none"},
        {"assignment": "hw2"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_on_every_page_makes_every_page_anew(class_of, folder, monkeypatch, change):
    write_outputs(class_of(*PEOPLE), folder)

    found = rendered(monkeypatch, replace(class_of(*PEOPLE), **change), folder)

    assert found == (["a", "b", "c"], 1)


def test_a_page_that_was_edited_is_put_aside_and_made_again(class_of, folder, monkeypatch):
    write_outputs(class_of(*PEOPLE), folder)
    (folder / "feedback/s1.html").write_text("a word of mine")

    assert rendered(monkeypatch, class_of(*PEOPLE), folder) == (["b"], 0)
    assert (folder / "kept/feedback/s1.html").read_text() == "a word of mine"


def test_who_left_the_class_has_no_page_any_more(class_of, folder):
    write_outputs(class_of(*PEOPLE), folder)
    write_outputs(class_of(*PEOPLE[:2]), folder)

    assert not (folder / "feedback/s2.html").exists()
    assert (folder / "feedback/s1.html").exists()


def test_two_processes_write_what_one_writes(class_of, folder):
    people = [(str(n), f"Student {n}", n % 3 / 2) for n in range(130)]
    write_outputs(class_of(*people), folder, workers=1)
    other = folder.with_name("other")

    write_outputs(class_of(*people), other, workers=2)

    assert (other / LIST).read_bytes() == (folder / LIST).read_bytes()
    assert {k: v[0] for k, v in states(other).items()} == {
        k: v[0] for k, v in states(folder).items()
    }
