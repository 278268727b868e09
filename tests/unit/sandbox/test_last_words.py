"""Last words: why a process of ours ended, in one line, however much it has said."""

import os
import subprocess
import sys

import pytest

from autograder.sandbox.last_words import LastWords


@pytest.fixture
def ended():
    """Runs a program to its end and returns what is told of that."""

    def told(program):
        last_words = LastWords()
        process = subprocess.Popen([sys.executable, "-c", program], stderr=last_words.fileno())
        last_words.listen()
        try:
            return last_words.of(process)
        finally:
            process.kill()
            process.wait()
            last_words.close()

    return told


def test_the_error_that_was_named_last_is_told(ended):
    program = "import sys; print('a warning', file=sys.stderr); raise ValueError('no such disk')"

    assert ended(program) == "ValueError: no such disk"


def test_what_ends_without_a_word_is_told_by_its_status(ended):
    assert ended("import os; os._exit(7)") == "it ended with exit status 7"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")
def test_what_a_signal_ends_is_told_by_it(ended):
    program = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"

    assert ended(program) == "it was ended by SIGKILL"


def test_a_flood_is_read_to_its_end_and_not_kept(ended):
    flood = "import os\nfor _ in range(2_000): os.write(2, b'x' * 50_000)\nraise OSError('full')"

    assert ended(flood) == "OSError: full"


def test_a_flood_goes_to_no_disk_and_little_memory():
    last_words = LastWords()
    program = "import os\nfor _ in range(400): os.write(2, b'x' * 50_000 + b'\\n')"
    with subprocess.Popen([sys.executable, "-c", program], stderr=last_words.fileno()) as process:
        last_words.listen()
        assert last_words.of(process).strip("x") == ""
    last_words.close()

    assert len(last_words._kept) <= 8_192


def test_a_process_whose_pipe_another_holds_is_told_all_the_same(monkeypatch):
    """What it started goes on, and has the same standard error."""
    monkeypatch.setattr("autograder.sandbox.last_words._PATIENCE", 0.1)
    last_words = LastWords()
    program = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'input()'])\n"
        "raise RuntimeError('gone')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stderr=last_words.fileno()
    )
    last_words.listen()
    process.wait()

    assert last_words.of(process) == "RuntimeError: gone"

    process.stdin.close()  # so that the other one ends, too
    last_words.close()


def test_words_of_a_process_that_was_not_started_let_go_of_their_pipe():
    last_words = LastWords()
    both = last_words._reading, last_words._writing
    last_words.close()

    for descriptor in both:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)
