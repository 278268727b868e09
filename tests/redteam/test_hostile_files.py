"""Files that are no honest submissions: the command says so in one line, and nothing else happens."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from functools import partial
from typing import NamedTuple

import pytest

from autograder.submissions import SubmissionError, read_archive, read_submission


def refused(done):
    """What the command says of a file that it can't take; no more than one line of it."""
    assert done.exit_code == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().isprintable()
    return done.stderr


@pytest.fixture
def check(command):
    return partial(command, "check", "--exercise", "step_no_grad", "--submission")


def check_and_do_not_wait(path):
    """By a process of its own, for what might be waited for without end."""
    command = [sys.executable, "-m", "autograder", "--lang", "en", "check", "--submission"]
    done = subprocess.run(
        [*command, str(path), "--exercise", "step_no_grad"],
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    return Result(done.returncode, done.stdout, done.stderr)


class Result(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


def test_a_fifo_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "hw.py")

    assert "no regular file" in refused(check_and_do_not_wait(tmp_path / "hw.py"))


def test_a_device_is_refused():
    assert "no regular file" in refused(check_and_do_not_wait("/dev/zero"))


def test_a_folder_named_like_a_script_is_refused(tmp_path, check):
    (tmp_path / "hw.py").mkdir()

    assert "no regular file" in refused(check(tmp_path / "hw.py"))


@pytest.mark.nightly
def test_a_huge_file_is_refused_before_it_is_read(tmp_path, check):
    with (tmp_path / "hw.py").open("wb") as file:
        file.truncate(200_000_000)

    assert "larger than 50 MB" in refused(check(tmp_path / "hw.py"))


def test_a_file_in_another_encoding_says_where(tmp_path, check):
    (tmp_path / "hw.py").write_bytes("# árvíztűrő\n".encode("cp1250"))

    assert "not UTF-8 at byte 2" in refused(check(tmp_path / "hw.py"))


def test_a_name_with_newline_and_escapes_is_spelt_out(tmp_path, check):
    path = tmp_path / "a\n\x1b[31mb.ipynb"
    path.write_text("nothing", encoding="utf-8")

    assert "a\\n\\x1b[31mb.ipynb is no notebook" in refused(check(path))


def test_a_broken_link_is_refused(tmp_path, check):
    (tmp_path / "hw.py").symlink_to(tmp_path / "nowhere")

    assert "can't be read" in refused(check(tmp_path / "hw.py"))


def test_what_stands_in_outputs_and_metadata_of_a_notebook_reaches_nobody(tmp_path, check):
    script = "<script>alert(1)</script>"
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "source": "import torch\n\ndef step_no_grad(W, lr):\n    W -= lr * W.grad\n",
                "outputs": [{"output_type": "display_data", "data": {"text/html": script}}],
                "metadata": {"name": script, "x": "\x1b]0;title\x07"},
            },
            {"cell_type": "markdown", "source": script, "metadata": {}},
        ],
        "metadata": {"kernelspec": {"name": script}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = tmp_path / "hw.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")

    for options in ((), ("--json",)):
        done = check(path, *options)

        assert done.exit_code == 1
        assert "script" not in done.stdout
        assert "\x1b" not in done.stdout


def test_what_a_submission_prints_and_raises_reaches_no_terminal_raw(tmp_path, check):
    path = tmp_path / "hw.py"
    path.write_text(
        "def step_no_grad(W, lr):\n"
        "    print('\\x1b[2J\\x1b]0;title\\x07[bold]x[/bold]')\n"
        "    raise ValueError('\\x1b[31mred\\r\\n<b>[link=x]y')\n",
        encoding="utf-8",
    )

    done = check(path)

    assert done.exit_code == 1
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout
    assert "[link=x]y" in done.stdout


def zipped(*members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def test_no_member_of_an_archive_comes_to_stand_outside_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = read_archive(
        zipped(("../slipped.py", "x"), ("/tmp/slipped.py", "x"), (link, ".."), ("link/x.py", "1"))
    )

    assert [member.name for member in archive.members] == ["link/x.py"]
    assert len(archive.refused) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_of_a_thousand_gigabytes_is_given_up_early():
    """Ten levels of ten archives, a gigabyte of zeros in each at the bottom."""
    data = zipped(("zeros", bytes(100_000_000)))
    for _ in range(10):
        data = zipped(*((f"{n}.zip", data) for n in range(10)))

    archive = read_archive(data)

    assert sum(len(member.data) for member in archive.members) < 100_000_000
    assert archive.members or archive.refused


def test_a_file_that_becomes_another_while_it_is_opened_is_looked_at_through_its_descriptor(
    tmp_path, monkeypatch
):
    path = tmp_path / "hw.py"
    path.write_text("x = 1\n", encoding="utf-8")
    really_open = os.open

    def swapped(name, *rest, **options):
        path.unlink()
        os.mkfifo(path)
        return really_open(name, *rest, **options)

    monkeypatch.setattr(os, "open", swapped)

    with pytest.raises(SubmissionError, match="no regular file"):
        read_submission(path)
