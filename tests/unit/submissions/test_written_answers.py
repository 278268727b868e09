"""Answers in words: in which files and cells they are found, whatever was done to these."""

from __future__ import annotations

import json

import pytest

from autograder.submissions import File, Question, WrittenQuestion, written_id
from autograder.submissions.written import MAX_ANSWER, WrittenFinder

IDS = ["why", "why_leaf"]
ASKED = [WrittenQuestion("why_leaf", ("# Why?\n\nExplain.\n\nWrite here.",))]
PROGRAM = [Question("zero_it", "zero_it")]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("why_leaf.md", "why_leaf"),
        ("written/why_leaf.md", "why_leaf"),
        ("deep/er/why_leaf (3).md", "why_leaf"),
        ("why_leaf-1.md", "why_leaf"),
        ("why_leaf - Copy.md", "why_leaf"),
        ("Why-Leaf.MD", "why_leaf"),
        ("anna_why_leaf.md", "why_leaf"),
        ("why_leaf_final.md", "why_leaf"),
        ("why_leaf.md.txt", "why_leaf"),
        ("why_leaf.markdown", "why_leaf"),
        ("why.txt", "why"),
        ("whys.md", ""),
        ("anywhy.md", ""),
        ("why_leaf.py", ""),
        ("why_leaf.docx", ""),
        ("why_leaf.md/notes.md", ""),
        ("README.md", ""),
        (".md", ""),
    ],
)
def test_a_files_name_tells_what_it_answers_however_messy_it_is(name, answers):
    assert written_id(name, IDS) == answers


def read(reader, *files):
    return reader.attempt([File(name, data) for name, data in files], PROGRAM, ASKED)


def answer(reader, *files):
    found = read(reader, *files).written.get("why_leaf")
    return found.text if found else None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Árvíztűrő".encode(), "Árvíztűrő"),
        (b"\xef\xbb\xbfWith a mark", "With a mark"),
        ("Árvíz".encode("utf-16"), "Árvíz"),
        ("tűrő".encode("cp1250"), "tűrő"),
        ("déjà".encode("cp1252"), "déjà"),
        (b"one\r\ntwo", "one\ntwo"),
        (b"\x1b[31mred\x07", "red"),
        ("left\u202eright".encode(), "leftright"),
        (b"=cmd()", "=cmd()"),
        (b"<script>alert(1)</script>", "<script>alert(1)</script>"),
        (b"# Why?\n\nExplain.\n\nMine", "Mine"),
        (b"", None),
        (b"\n\t \n", None),
        (b"Write here.", None),
    ],
)
def test_a_text_is_read_in_whatever_encoding_editors_save_it(reader, data, text):
    assert answer(reader, ("why_leaf.md", data)) == text


@pytest.mark.parametrize(
    "data", [b"a\0b", "no mark".encode("utf-16-le"), b"\xff\xfe\x00", b"PK\x03\x04\0\0"]
)
def test_what_is_no_text_is_told_and_costs_no_other_file(reader, data):
    found = read(reader, ("why_leaf.md", data), ("zero_it.py", b"def zero_it():\n    pass\n"))

    assert found.written == {}
    assert set(found.programs) == {"zero_it"}
    ((name, why),) = found.unread
    assert name == "why_leaf.md"
    assert "is no text" in why


def test_a_long_answer_is_cut_and_a_huge_file_is_refused(reader):
    long = read(reader, ("why_leaf.md", b"x" * (MAX_ANSWER + 1))).written["why_leaf"]
    whole = read(reader, ("why_leaf.md", b"x" * MAX_ANSWER)).written["why_leaf"]
    huge = read(reader, ("why_leaf.md", b"x" * 30_000_000))

    assert (len(long.text), long.cut) == (MAX_ANSWER, True)
    assert (len(whole.text), whole.cut) == (MAX_ANSWER, False)
    assert (huge.written, huge.unread[0][1]) == ({}, "it is larger than 20 MB")


def test_of_several_files_the_newest_copy_with_an_answer_counts(reader):
    files = [("why_leaf.md", b"first"), ("why_leaf (2).md", b"third"), ("why_leaf (1).md", b"2nd")]

    assert answer(reader, *files) == "third"
    assert answer(reader, *files, ("why_leaf (10).md", b"Explain.")) == "third"
    assert answer(reader, *files, ("why_leaf (10).md", b"eleventh")) == "eleventh"


def cell(source, kind="markdown", id_="", **tag):
    metadata = {"gradlings": tag} if tag else {}
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "source": source, "id": id_, "metadata": metadata, **more}


def notebook(*cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


OUR = {
    "prompt": cell("## Why?\n\nExplain.", exercise="why_leaf", role="prompt"),
    "end": cell("<!-- END QUESTION -->", exercise="why_leaf", role="end"),
    "next": cell("# Another exercise", id_="zero_it-text"),
}


def ours(source, kind="markdown"):
    return cell(source, kind, exercise="why_leaf", role="answer")


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ([OUR["prompt"], ours("Mine."), OUR["end"]], "Mine."),
        ([cell("Mine.", id_="why_leaf-answer")], "Mine."),
        ([OUR["prompt"], ours("Mine.", "code"), OUR["end"]], "Mine."),
        ([OUR["prompt"], ours("Mine.", "raw"), OUR["end"]], "Mine."),
        ([OUR["prompt"], ours("Write here."), cell("Below."), OUR["end"]], "Below."),
        ([OUR["prompt"], ours("Write here.\n\nMine.")], "Mine."),
        ([OUR["prompt"], ours("One."), ours("Two."), OUR["end"]], "One.\n\nTwo."),
        ([OUR["prompt"], cell("Mine."), OUR["end"]], "Mine."),
        ([cell("## Why?\n\nExplain.\n\nMine.", exercise="why_leaf", role="prompt")], "Mine."),
        ([OUR["prompt"], ours("Mine."), OUR["end"], cell("Notes.")], "Mine."),
        ([OUR["prompt"], ours("Mine."), OUR["next"], cell("Notes.")], "Mine."),
        ([OUR["prompt"], ours("Mine."), cell("x = 1", "code"), cell("More."), OUR["end"]], "Mine.\n\nMore."),
        ([OUR["prompt"], ours("Write here."), OUR["end"]], None),
        ([OUR["prompt"], ours("")], None),
        ([cell("Mine.", exercise="zero_it", role="answer")], None),
        ([cell("Mine.")], None),
    ],
)  # fmt: skip
def test_an_answer_in_a_notebook_is_found_whatever_was_done_to_its_cells(reader, cells, text):
    assert answer(reader, ("hw1.ipynb", notebook(*cells))) == text


def test_a_file_named_after_the_exercise_wins_over_a_notebook_unless_it_is_as_it_came(reader):
    nb = ("hw1.ipynb", notebook(OUR["prompt"], ours("In the notebook.")))

    assert answer(reader, nb, ("why_leaf.md", b"In the file.")) == "In the file."
    assert answer(reader, nb, ("why_leaf.md", b"Write here.")) == "In the notebook."
    assert answer(reader, nb, ("zz.ipynb", notebook(ours("Write here.")))) == "In the notebook."


def test_words_are_part_of_no_program_even_in_a_code_cell(reader):
    program = "def zero_it(W):\n    return W\n"
    cells = (OUR["prompt"], ours("This is no Python", "code"), OUR["end"], cell(program, "code"))

    found = read(reader, ("hw1.ipynb", notebook(*cells)))

    assert found.written["why_leaf"].text == "This is no Python"
    assert "no Python" not in found.programs["zero_it"]


@pytest.mark.parametrize("name", ["all.zip", "all.tar.gz"])
def test_answers_in_archives_are_read_and_other_texts_there_are_refused(reader, name):
    import io
    import tarfile
    import zipfile

    buffer = io.BytesIO()
    files = {"hw/why_leaf.md": b"Mine.", "hw/notes.md": b"x"}
    if name.endswith("zip"):
        with zipfile.ZipFile(buffer, "w") as archive:
            for member, data in files.items():
                archive.writestr(member, data)
    else:
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for member, data in files.items():
                info = tarfile.TarInfo(member)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))

    found = read(reader, (name, buffer.getvalue()))

    assert found.written["why_leaf"].text == "Mine."
    assert [name for name, _ in found.unread] == [f"{name}/hw/notes.md"]


def test_comments_that_never_end_are_text_and_read_in_one_go():
    """Looking for the end of each anew would take hours."""
    finder = WrittenFinder(ASKED)
    finder.take("why_leaf.md", b"<!--" * 500_000)

    ((_, answer, cut),) = finder.answers([])

    assert answer == "<!--" * (MAX_ANSWER // 4)
    assert cut
