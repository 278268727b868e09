"""A complaint says where it belongs, to people and to programs."""

from __future__ import annotations

import pytest

from autograder.authoring import Complaint
from autograder.cli.reporting import annotate
from autograder.content import Mistake


@pytest.mark.parametrize(
    ("file", "path", "line", "key"),
    [
        ("exercises/a/stub.py", "exercises/a/stub.py", None, ""),
        ("exercises/a/checks.py:12", "exercises/a/checks.py", 12, ""),
        ("exercises/a/checks.py: claims", "exercises/a/checks.py", None, "claims"),
        ("exercises/a/exercise.yaml: hints.0.pt-BR", "exercises/a/exercise.yaml", None, "hints.0.pt-BR"),
        ("exercises/a b/x.yaml:3: facts.W.grad", "exercises/a b/x.yaml", 3, "facts.W.grad"),
        (r"C:\course\x.yaml:3: a", r"C:\course\x.yaml", 3, "a"),
        (r"C:\course\x.yaml", r"C:\course\x.yaml", None, ""),
    ],
)  # fmt: skip
def test_path_line_and_key_are_read_from_what_people_see(file, path, line, key):
    complaint = Complaint(file, "is wrong")

    assert (complaint.path, complaint.line, complaint.key) == (path, line, key)


def test_a_mistake_that_keeps_a_file_from_being_read_is_a_complaint_with_its_line():
    complaint = Complaint.of_mistake(Mistake("exercises/a.yaml", 7, 3, "title.de", "is missing"))

    assert (complaint.path, complaint.line, complaint.key) == ("exercises/a.yaml", 7, "title.de")
    assert complaint.problem == "is missing"


def test_annotations_stand_at_their_lines_and_a_message_can_not_end_them(
    capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    hostile = Complaint("exercises/a,b:c.yaml:3: k", "100 %\n::error::of its own")

    annotate([hostile, Complaint("exercises/stub.py", "must fail")], tmp_path / "course")

    assert capsys.readouterr().out.splitlines() == [
        "::error file=course/exercises/a%2Cb%3Ac.yaml,line=3,title=gradlings%3A k::"
        "100 %25%0A::error::of its own",
        "::error file=course/exercises/stub.py,title=gradlings::must fail",
    ]
