"""``gradlings assignment new`` at a real terminal: what was typed is never lost."""

from __future__ import annotations

import json
import os

import pytest
import yaml

pytest.importorskip("pty")
from test_watch import Screen

from autograder.cli.composing import Draft

KEPT = "the same command offers it again"


def composing(home, name="hw1.yaml", *options):
    return Screen(home, "--lang", "en", "assignment", "new", name, *options, size=(200, 50))


def typed(screen, *answers):
    """Answer the questions in their order, each as soon as it is asked."""
    questions = ("Title", "separated by spaces", "due date?", "Due (")
    for question, answer in zip(questions, answers, strict=False):
        screen.read_until(question)
        screen.press(f"{answer}\n")


def test_after_ctrl_c_the_same_command_offers_what_was_typed(tmp_path):
    screen = composing(tmp_path)
    typed(screen, "First", "zero_it sgd_step")
    screen.read_until("due date?")
    assert screen.interrupted() == 1
    screen.read_until(KEPT)
    assert not (tmp_path / "hw1.yaml").exists()

    again = composing(tmp_path)
    assert "(First)" in again.read_until("(First)")
    again.press("\n")
    again.read_until("(zero_it sgd_step)")
    again.press("\n")
    again.read_until("due date?")
    again.press("n\n")
    again.read_until("Keep it secret.")

    assert again.exit_code() == 0
    sheet = yaml.safe_load((tmp_path / "hw1.yaml").read_text())
    assert sheet["title"] == "First"
    assert sheet["exercises"] == ["zero_it", "sgd_step"]
    assert [path.name for path in tmp_path.iterdir()] == ["hw1.yaml"]


def test_an_error_after_the_questions_keeps_the_answers(tmp_path):
    screen = composing(tmp_path)
    typed(screen, "First", "zero_it", "y")
    screen.read_until("Due (")
    (tmp_path / "hw1.yaml").mkdir()  # by another program, meanwhile
    screen.press("2036-12-01T23:59+01:00\n")
    screen.read_until(KEPT)
    assert screen.exit_code() != 0
    (tmp_path / "hw1.yaml").rmdir()

    again = composing(tmp_path)
    again.read_until("(First)")
    again.press("\n")
    again.read_until("(zero_it)")
    again.press("\n")
    again.read_until("(y)")  # there was one
    again.press("\n")
    again.read_until("(2036-12-01T23:59+01:00)")
    again.press("\n")
    again.read_until("Keep it secret.")

    assert again.exit_code() == 0
    assert yaml.safe_load((tmp_path / "hw1.yaml").read_text())["due"] == "2036-12-01T23:59+01:00"


def test_one_wrong_name_among_right_ones_is_asked_for_alone(tmp_path):
    screen = composing(tmp_path)
    typed(screen, "First", "zero_it sgd_stp nonsense")
    screen.read_until("Instead of sgd_stp")
    screen.press("sgd_step\n")
    screen.read_until("Instead of nonsense")
    screen.press("\n")
    screen.read_until("due date?")
    screen.press("n\n")
    screen.read_until("Keep it secret.")

    assert screen.exit_code() == 0
    sheet = yaml.safe_load((tmp_path / "hw1.yaml").read_text())
    assert sheet["exercises"] == ["zero_it", "sgd_step"]


@pytest.mark.parametrize("name", ["file/hw1.yaml", f"{'x' * 300}.yaml", "hw1.txt"])
def test_a_name_that_can_not_be_written_is_refused_before_the_first_question(tmp_path, name):
    (tmp_path / "file").write_text("no folder")

    screen = composing(tmp_path, name)
    shown = screen.read_until("\n")

    assert screen.exit_code() in (2, 3)
    assert "Title" not in shown
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "options", [["--exercise", "zero_itt"], ["--exercise", "zero_it", "--due", "tomorrow"]]
)
def test_options_that_can_not_be_used_are_refused_before_the_first_question(tmp_path, options):
    screen = composing(tmp_path, "hw1.yaml", *options)

    assert "Title" not in screen.read_until("\n")
    assert screen.exit_code() == 2
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_was_typed_nothing_is_left(tmp_path):
    screen = composing(tmp_path)
    screen.read_until("Title")

    assert screen.interrupted() == 1
    assert list(tmp_path.iterdir()) == []


# The draft


def test_a_draft_is_private_and_holds_what_was_typed(tmp_path):
    draft = Draft.begin(tmp_path / "hw1.yaml")
    draft.note("title", "Első")

    assert json.loads(draft.file.read_text("utf-8")) == {"title": "Első"}
    assert os.name == "nt" or draft.file.stat().st_mode & 0o777 == 0o600
    assert Draft.begin(tmp_path / "hw1.yaml").answers == {"title": "Első"}


@pytest.mark.parametrize("text", ["", "{", "[1]", "3", '{"title": 5}', '"x"'])
def test_a_damaged_draft_is_no_draft(tmp_path, text):
    (tmp_path / ".hw1.yaml.answers").write_text(text)

    draft = Draft.begin(tmp_path / "hw1.yaml")

    assert draft.answers in ({}, {"title": "5"})
    assert draft.is_kept()


def test_where_the_disk_refuses_the_answers_they_are_told_as_a_command(tmp_path, monkeypatch):
    draft = Draft.begin(tmp_path / "hw 1.yaml")

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.cli.composing.write_whole", full)
    draft.note("title", "My first")
    draft.note("exercises", "zero_it sgd_step")

    assert not draft.is_kept()
    assert draft.as_command().endswith(
        "hw 1.yaml' --title 'My first' --exercise zero_it --exercise sgd_step"
    )
