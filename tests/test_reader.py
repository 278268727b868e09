"""Reading in throwaway processes: what is hostile costs its own file, and never another's."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import FILES, HONEST, import_bomb, made, notebook, picture_notebook, tarred, zipped

from autograder.errors import InputError
from autograder.sandbox import ColdProcess
from autograder.submissions import File, Question, Reader, SubmissionError, collect
from autograder.submissions import reader as reading
from autograder.submissions.asked import MAX_TEXT

STEP = Question("step_no_grad", "step_no_grad")


def read(reader, *files, questions=(STEP,)):
    return reader.attempt([File(name, content) for name, content in files], questions)


@pytest.mark.parametrize("kind", FILES)
def test_a_hostile_file_costs_the_honest_one_beside_it_nothing(reader, kind):
    found = read(reader, made(kind), ("step_no_grad.py", HONEST))

    assert found.programs["step_no_grad"] == HONEST.decode()
    for name, why in found.unread:
        assert name.isprintable()
        assert why.isprintable()


def test_all_of_them_at_once_cost_the_honest_one_nothing_that_is_not_told(reader):
    names = ["blanks", "zeros", "archives in archives", "noise", "names of control characters"]

    found = read(
        reader,
        *((f"{number}/{name}", content) for number, (name, content) in enumerate(map(made, names))),
        ("step_no_grad.py", HONEST),
    )

    assert found.programs["step_no_grad"] == HONEST.decode()
    assert found.unread


def test_a_member_that_ends_the_reader_costs_no_other_member(reader):
    archive = zipped(**{"a/digits.tar": made("digits")[1], "step_no_grad.py": HONEST})

    found = read(reader, ("hw.zip", archive))

    assert found.programs["step_no_grad"] == HONEST.decode()
    assert [name for name, _ in found.unread] == ["hw.zip/a/digits.tar"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("hw.py", import_bomb(400_000), "401 KB"),
        ("hw.py", b"#" * 200_001, "201 KB"),
        ("hw.ipynb", notebook("#" * 150_000, "#" * 150_000), "300 KB"),
        ("hw.zip", zipped(**{"hw.py": b"#" * 1_234_000}), "1 234 KB"),
    ],
    ids=["endless name", "script", "notebook", "archive"],  # A zip has the time in it.
)
def test_a_program_longer_than_any_is_refused_with_its_size(reader, name, content, told):
    found = read(reader, (name, content))

    assert not found.programs
    assert [told in why and "200 KB" in why for _, why in found.unread] == [True]


def test_a_program_just_as_long_as_is_allowed_is_read(reader):
    source = HONEST + b"#" * (200_000 - len(HONEST))

    assert read(reader, ("hw.py", source)).programs["step_no_grad"] == source.decode()


@pytest.mark.parametrize("pictures", [30, 1])
def test_a_notebook_with_thirty_megabytes_of_pictures_is_read(reader, pictures):
    data = picture_notebook(30, pictures)
    assert len(data) > 30_000_000

    found = read(reader, ("hw1.ipynb", data))

    assert "W -= lr * W.grad" in found.programs["step_no_grad"]
    assert not found.unread


def test_five_archives_of_one_student_cost_the_next_student_nothing(reader):
    bomb = zipped(**{f"{n}.py": bytes(25_000_000) for n in range(14)})
    full = [(f"{n}.zip", bomb) for n in range(5)]

    first = read(reader, *full)
    second = read(reader, ("hw.zip", zipped(**{"step_no_grad.py": HONEST})))

    assert first.unread
    assert second.programs["step_no_grad"] == HONEST.decode()


def test_a_name_that_leads_out_of_a_students_archive_is_refused(reader):
    found = read(reader, made("links out"))

    assert [(name, "leads out" in why) for name, why in found.unread] == [
        ("a.zip/../../etc/x.py", True), ("a.zip//etc/y.py", True),
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [zipped, lambda **m: tarred(*m.items(), mode="w:gz")])
def test_a_file_in_a_download_is_read_by_its_name_and_no_other(reader, pack, tmp_path):
    inner = zipped(**{"step_no_grad.py": HONEST, "notes.txt": b"hello"})
    path = tmp_path / "class.bin"
    path.write_bytes(
        pack(**{"a.zip": inner, "b/x.py": b"def x(): pass\n", "b/y.py": b"def y(): pass\n"})
    )

    names = reader.names(File("class.zip", path))
    mine = reader.attempt([File("a.zip", path, ("a.zip",))], [STEP, Question("x", "x")])
    theirs = reader.attempt(
        [File("x.py", path, ("b/x.py",))], [Question("x", "x"), Question("y", "y")]
    )

    assert set(names.names) == {"a.zip", "b/x.py", "b/y.py"}
    assert set(mine.programs) == {"step_no_grad"}
    assert [name for name, _ in mine.unread] == ["a.zip/notes.txt"]
    assert set(theirs.programs) == {"x"}


def test_a_download_that_is_none_is_refused(reader):
    with pytest.raises(SubmissionError, match=r"class.zip can't be read"):
        reader.names(File("class.zip", b"nothing"))


def test_what_is_no_regular_file_is_refused_and_the_others_are_read(reader, tmp_path):
    (tmp_path / "folder.py").mkdir()

    found = read(reader, ("folder.py", tmp_path / "folder.py"), ("gone.py", Path("/nowhere/x.py")),
                 ("step_no_grad.py", HONEST))  # fmt: skip

    assert found.programs
    assert [name for name, _ in found.unread] == ["folder.py", "gone.py"]


# Quiz answers in a hand-in


def moodle_table(student):
    text = io.StringIO()
    csv.writer(text).writerows([["Name", "Question 1", "Response 1"], [student, "Q?" * 30, "o1"]])
    return text.getvalue().encode()


def test_answers_in_a_hand_in_are_read_whatever_student_they_name(reader):
    data = json.dumps({"schema": 1, "student": "alice", "answers": {"Q14": "12", "Q2": 3.5}})

    found = read(reader, ("quiz-answers.json", data.encode()))

    assert [(a.asked.item, a.answer) for a in found.answers] == [("Q14", "12"), ("Q2", "3.5")]


@pytest.mark.parametrize(
    "data",
    [
        Path(__file__).parent / "cases/security/04_quiz_csv/quiz-answers.json",
        moodle_table("alice"),
        b"name,id,sis_id,attempt,1: Q\nalice,1,1,1,x\n",
        b'\xef\xbb\xbf[{"student": "alice"}]',
        b'{"schema": 2, "answers": {"Q14": "12"}}',
    ],
)
def test_a_platforms_table_in_a_hand_in_answers_for_nobody(reader, data):
    if isinstance(data, Path) and not data.exists():
        pytest.skip("the handed cases are not here")

    found = read(reader, ("quiz-answers.json", data))

    assert found.answers == ()
    assert [name for name, _ in found.unread] == ["quiz-answers.json"]


def test_control_characters_of_an_answer_are_gone(reader):
    data = json.dumps({"answers": {"Q\x1b[2J": "\x1b]0;x\x07a\r\nb\u202e"}}).encode()

    (answer,) = read(reader, ("quiz-answers.json", data)).answers

    assert (answer.asked.item, answer.answer) == ("Q\x1b[2J", "a\nb")


def test_a_teachers_file_of_answers_is_read_in_a_process_too(reader, tmp_path):
    path = tmp_path / "responses.csv"
    path.write_bytes(moodle_table("alice"))

    (one,) = reader.responses(path)

    assert (one.student, [a.answer for a in one.answers]) == ("alice", ["o1"])


def test_one_endless_answer_in_a_table_costs_the_others_nothing(reader, tmp_path):
    path = tmp_path / "responses.csv"
    path.write_bytes(moodle_table("alice") + b'bob,Q,"' + b"x" * 300_000 + b'"\n')

    alice, bob = reader.responses(path)

    assert alice.answers[0].answer == "o1"
    assert len(bob.answers[0].answer) <= MAX_TEXT


@pytest.mark.parametrize("data", [b"\xff\xfe", b"", b"a,b\n1,2\n", b'{"answers": 3}'])
def test_a_teachers_file_without_answers_is_refused_in_words(reader, tmp_path, data):
    path = tmp_path / "responses.csv"
    path.write_bytes(data)

    with pytest.raises(SubmissionError, match=r"responses\.csv"):
        reader.responses(path)


@pytest.mark.parametrize(
    "pattern", [r"(?P<student>(a+)+)_(?P<file>.+)", r"(?P<student>([^/]+/?)+)!"]
)
def test_a_pattern_that_takes_for_ever_on_a_students_name_is_refused(
    tmp_path, pattern, monkeypatch
):
    monkeypatch.setattr(reading, "_ATTEMPT", replace(reading._ATTEMPT, seconds=0.5))
    (tmp_path / f"{'a' * 200}.py").write_bytes(HONEST)

    with pytest.raises(InputError, match="it takes too long"):
        collect(tmp_path, names=pattern)


# Systems without fork


def test_a_cold_process_reads_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(
        "autograder.submissions.reader.open_one", lambda kind, _: ColdProcess(kind=kind)
    )
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(**{"step_no_grad.py": HONEST, "notes.txt": b"", "x.py": b"\xff"}))

    with Reader() as cold:
        found = read(cold, ("quiz-answers.json", b'{"answers": {"Q1": "a"}}'), ("all.zip", path))

    assert found.programs["step_no_grad"] == HONEST.decode()
    assert [a.answer for a in found.answers] == ["a"]
    assert [name for name, _ in found.unread] == ["all.zip/notes.txt", "all.zip/x.py"]
