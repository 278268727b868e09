"""Watch mode on a real pseudo-terminal: save, read, press keys."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty")

STEP = "exercises/06_updates/step_no_grad.py"
TODO = "    raise NotImplementedError\n"
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Screen:
    """What a person would read, and the keys that they would press."""

    def __init__(self, home, *arguments, **environment):
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24", **environment)
            os.execv(sys.executable, [sys.executable, "-m", "autograder", *arguments])
        self.raw = b""
        self._unread = b""

    def read_until(self, text, timeout=60):
        """Return what was shown up to *text* since the last call."""
        deadline = time.monotonic() + timeout
        while text.encode() not in self._unread:
            left = max(0, deadline - time.monotonic())
            ready, _, _ = select.select([self._terminal], [], [], left)
            assert ready, f"no {text!r} in {self._unread!r}"
            part = os.read(self._terminal, 65536)
            self.raw += part
            self._unread = ESCAPE.sub(b"", self._unread + part)
        shown, _, self._unread = self._unread.partition(text.encode())
        return shown.decode() + text

    def press(self, key):
        os.write(self._terminal, key.encode())

    def exit_code(self):
        _, status = os.waitpid(self.pid, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def home(tmp_path):
    command = [sys.executable, "-m", "autograder", "init", str(tmp_path), "--lang", "en"]
    subprocess.run(command, check=True, capture_output=True)
    return tmp_path


@pytest.fixture
def screen(home):
    screen = Screen(home)
    screen.read_until("q  quit")
    yield screen
    try:
        os.kill(screen.pid, signal.SIGKILL)
        os.waitpid(screen.pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def save(home, body):
    path = home / STEP
    path.write_text(path.read_text(encoding="utf-8").replace(TODO, body), encoding="utf-8")


def test_a_save_is_answered_with_the_misconception_and_the_mended_file_with_a_tick(home, screen):
    save(home, "    W = W - lr * W.grad\n")
    assert "expected" in screen.read_until("rebinds_parameter")
    screen.read_until("q  quit")

    path = home / STEP
    text = path.read_text(encoding="utf-8")
    mended = "    with torch.no_grad():\n        W -= lr * W.grad\n"
    path.write_text(text.replace("    W = W - lr * W.grad\n", mended), encoding="utf-8")

    assert "Take away" in screen.read_until("Press n for the next exercise")


def test_a_file_replaced_as_editors_do_is_noticed_too(home, screen):
    path = home / STEP
    other = path.with_suffix(".swap")
    other.write_text(
        path.read_text(encoding="utf-8").replace(TODO, "    W = W - lr * W.grad\n"),
        encoding="utf-8",
    )
    other.replace(path)

    screen.read_until("rebinds_parameter")


def test_keys_show_hints_and_the_list(screen):
    screen.press("h")
    screen.read_until("Hint 1 of 3")
    screen.read_until("q  quit")
    screen.press("h")
    screen.read_until("Hint 2 of 3")
    screen.read_until("q  quit")
    screen.press("l")
    screen.read_until("fit_by_hand_3_1")


def test_next_goes_to_the_next_open_exercise(screen):
    screen.press("n")

    screen.read_until("dims_0_to_4")


def test_reset_asks_first_and_then_puts_the_stub_back(home, screen):
    save(home, "    W = W - lr * W.grad\n")
    screen.read_until("q  quit")
    screen.press("r")
    screen.read_until("Press y to do it")
    assert TODO not in (home / STEP).read_text(encoding="utf-8")

    screen.press("y")
    screen.read_until("Not written yet")

    assert TODO in (home / STEP).read_text(encoding="utf-8")


def test_q_quits_with_code_0_and_gives_the_terminal_back(screen):
    screen.press("q")

    assert screen.exit_code() == 0


def test_ctrl_c_quits_too(screen):
    screen.press("\x03")

    assert screen.exit_code() == 0


def test_an_endless_loop_does_not_end_the_watch(home, screen):
    save(home, "    while True: pass\n")
    screen.read_until("Is there a loop")
    screen.read_until("q  quit")

    screen.press("h")
    screen.read_until("Hint 1 of 3")


def test_no_color_is_honoured(home):
    screen = Screen(home, NO_COLOR="1")
    screen.read_until("q  quit")
    screen.press("q")
    screen.exit_code()

    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", screen.raw)
