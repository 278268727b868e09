"""Watch mode on a real pseudo-terminal: save, read, press keys."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from courses import bundled_course
from lacking import MACOS, environment
from rich.cells import cell_len

from autograder.facade.solutions import seal_solutions
from autograder.sealed import FILE_NAME
from autograder.workspace import ExerciseProgress, ProgressFile

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

SOLUTIONS = Path(__file__).resolve().parent.parent / "solutions"
STEP = "exercises/06_updates/step_no_grad.py"
TODO = "    raise NotImplementedError\n"
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")


class Screen:
    """What a person would read, and the keys that they would press."""

    def __init__(self, home, *arguments, size=(80, 24), command=(), **environment):
        command = command or [sys.executable, "-m", "autograder", *arguments]
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            os.environ.update({"TERM": "xterm-256color", **environment})
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            self.resize(*size, terminal=0)
            # Where the tests run in a shell's background, this would be ignored.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            # With this environment, not C's: readline, if anybody has imported it, puts its size there.
            os.execvpe(command[0], command, os.environ)
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

    def frame(self):
        """The lines that were drawn last, by somebody who waited for their end."""
        drawn = self.raw.rpartition(b"\x1b[H")[2]
        return ESCAPE.sub(b"", drawn).decode().replace("\r", "").rstrip().split("\n")

    def resize(self, width, height, terminal=None):
        size = struct.pack("HHHH", height, width, 0, 0)
        terminal = self._terminal if terminal is None else terminal
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)

    def kill(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass

    def press(self, key):
        os.write(self._terminal, key.encode())

    def interrupted(self):
        """
        The exit code after Ctrl-C, pressed again where nothing came of it, as a person does.

        Python does not hear one that comes just before it begins to wait for a line.
        """
        for _ in range(12):
            self.press("\x03")
            while select.select([self._terminal], [], [], 5)[0]:
                try:
                    part = os.read(self._terminal, 65536)
                except OSError:  # what Linux says of a terminal that nobody has open any more
                    part = b""
                if not part:
                    return self.exit_code()
                self.raw += part
                self._unread = ESCAPE.sub(b"", self._unread + part)
        raise AssertionError(f"it goes on: {self._unread!r}")

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
    screen.read_until("Press t to go on")  # It is warm.
    screen.read_until("q  quit")
    yield screen
    screen.kill()


@pytest.fixture
def opened(tmp_path):
    """Open a watch of a size, on a loop that never zeroes: feedback higher than most windows."""
    screens = []

    def open_one(width, height, language="en", **environment):
        command = [sys.executable, "-m", "autograder", "init", str(tmp_path), "--lang", language]
        subprocess.run(command, check=True, capture_output=True)
        screen = Screen(tmp_path, size=(width, height), **environment)
        screens.append(screen)
        screen.read_until(QUIT[language] if environment.get("TERM") != "dumb" else "[q] quit")
        wrong = SOLUTIONS / "05_grad/zero_it/wrong/grad_not_zeroed.py"
        shutil.copy(wrong, tmp_path / "exercises/05_grad/zero_it.py")
        screen.read_until("zero_it  ")  # The verdict, which begins with the exercise and its title.
        return screen

    yield open_one
    for screen in screens:
        screen.kill()


QUIT = {"en": "q  quit", "hu": "q  kilép"}


def save(home, body):
    path = home / STEP
    path.write_text(path.read_text(encoding="utf-8").replace(TODO, body), encoding="utf-8")


def test_a_save_is_answered_with_the_misconception_and_the_mended_file_with_a_tick(home, screen):
    save(home, "    W = W - lr * W.grad\n")
    screen.read_until("rebinds_parameter")  # the idea first, then the evidence
    assert "expected" in screen.read_until("q  quit")

    path = home / STEP
    text = path.read_text(encoding="utf-8")
    mended = "    with torch.no_grad():\n        W -= lr * W.grad\n"
    path.write_text(text.replace("    W = W - lr * W.grad\n", mended), encoding="utf-8")

    assert "Take away" in screen.read_until("Press n for the next exercise")


@pytest.mark.nightly
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
    screen.read_until("Space: more")
    screen.press(" ")
    screen.read_until("grad_adds_up")


@pytest.mark.nightly
def test_next_goes_to_the_next_open_exercise(screen):
    screen.press("n")
    screen.read_until("Not written yet")  # the exercise whose chapter's page was shown
    screen.read_until("q  quit")
    screen.press("n")

    screen.read_until("exercises/01_tensors/dims_0_to_4.py")


# Chapters and editors


def test_a_new_chapter_begins_with_its_page_and_t_leads_on_and_back(screen):
    assert "One exercise, one minute." in "\n".join(screen.frame())
    screen.press("t")
    screen.read_until("Not written yet")
    screen.read_until("q  quit")
    screen.press("t")

    screen.read_until("Press t to go on to the exercise")


def test_the_screen_and_its_keys_need_not_wait_until_checks_can_be_run(home, tmp_path_factory):
    own = tmp_path_factory.mktemp("nobody_is_warm_here")
    screen = Screen(home, XDG_RUNTIME_DIR=str(own))

    shown = screen.read_until("q  quit")
    screen.press("l")
    screen.read_until("Space: more")
    screen.press("q")

    assert "One exercise, one minute." in shown
    assert "Warming up" in shown
    assert screen.exit_code() == 0


def test_what_is_saved_before_checks_can_be_run_is_checked_then(home, tmp_path_factory):
    own = tmp_path_factory.mktemp("nobody_is_warm_here_either")
    screen = Screen(home, XDG_RUNTIME_DIR=str(own))
    screen.read_until("Warming up")

    save(home, "    W = W - lr * W.grad\n")

    screen.read_until("rebinds_parameter")
    screen.kill()


@pytest.mark.nightly
def test_a_chapter_that_was_begun_begins_with_its_exercise(home, screen):
    screen.press("q")
    assert screen.exit_code() == 0

    again = Screen(home)
    assert "One exercise, one minute." not in again.read_until("q  quit")
    again.kill()


def editor(folder, name, program):
    """A command for editing, written in Python."""
    path = folder / name
    path.write_text(
        f"#!{sys.executable}\nimport sys\npath = sys.argv[-1]\n{program}", encoding="utf-8"
    )
    path.chmod(0o755)
    return str(path)


def test_e_gives_the_terminal_to_an_editor_without_a_window(home, tmp_path_factory):
    program = (
        "import termios\n"
        "line_by_line = bool(termios.tcgetattr(0)[3] & termios.ICANON)\n"
        "print('EDITING', line_by_line, flush=True)\n"
        "said = input()\n"
        "text = open(path, encoding='utf-8').read()\n"
        "open(path, 'w', encoding='utf-8').write(text.replace('raise NotImplementedError', said))\n"
    )
    mine = editor(tmp_path_factory.mktemp("bin"), "my editor", program)
    screen = Screen(home, GRADLINGS_EDITOR=f"'{mine}' --fast", EDITOR="false")
    screen.read_until("q  quit")
    screen.press("e")
    screen.read_until("EDITING True")

    # None of these letters is a key of the watch meanwhile, though q and n are among them.
    screen.press("return torch.tensor(42.0)  # quit now\r")

    screen.read_until("Passed! Press n for the next exercise.")
    screen.read_until("q  quit")
    screen.press("q")
    assert screen.exit_code() == 0


def test_an_editor_with_a_window_leaves_the_terminal_and_saves_are_answered(home, tmp_path_factory):
    place = tmp_path_factory.mktemp("bin")
    told, closed = place / "told", place / "closed"
    os.mkfifo(told)
    os.mkfifo(closed)
    program = f"open({str(told)!r}, 'w').write(path)\nopen({str(closed)!r}).read()\n"
    mine = editor(place, "code", program)
    screen = Screen(home, GRADLINGS_EDITOR=mine)
    screen.read_until("q  quit")
    screen.press("e")
    assert told.read_text(encoding="utf-8") == str(home / "exercises/00_start/intro.py")

    save(home, "    W = W - lr * W.grad\n")

    screen.read_until("rebinds_parameter")
    screen.kill()
    closed.write_text("by its window", encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "words"),
    [("", "Which editor? Set GRADLINGS_EDITOR"),
     ("/nowhere/ed", "The editor /nowhere/ed can't be started: No such file"),
     ("false", "The editor false ended with code 1")],
    ids=["none", "missing", "failing"],
)  # fmt: skip
@pytest.mark.by_day(1)
def test_what_is_wrong_with_an_editor_is_told(home, setting, words):
    screen = Screen(home, GRADLINGS_EDITOR=setting, VISUAL="", EDITOR="", TERM_PROGRAM="")
    screen.read_until("q  quit")
    screen.press("e")

    screen.read_until(words)
    screen.kill()


@pytest.mark.nightly
def test_whoever_has_solutions_is_told_of_them_after_the_pass_and_not_before(home):
    seal_solutions(bundled_course(), home / FILE_NAME)
    screen = Screen(home)
    assert "gradlings solution" not in screen.read_until("q  quit")

    shutil.copy(SOLUTIONS / "00_start/intro/reference.py", home / "exercises/00_start/intro.py")

    screen.read_until("Passed! Press n for the next exercise.")
    screen.read_until("Other ways to write it: gradlings solution intro")
    screen.kill()


def test_the_path_of_the_file_is_a_link_to_it(home, screen):
    uri = (home / "exercises/00_start/intro.py").as_uri().encode()

    assert re.search(rb"\x1b\]8;[^;]*;" + re.escape(uri) + rb"\x1b\\", screen.raw)


# Back to the stub


@pytest.mark.nightly
def test_reset_asks_first_and_then_puts_the_stub_back(home, screen):
    save(home, "    W = W - lr * W.grad\n")
    screen.read_until("q  quit")
    screen.press("r")
    screen.read_until("Press y to do it")
    assert TODO not in (home / STEP).read_text(encoding="utf-8")

    screen.press("y")
    screen.read_until("Not written yet")

    assert TODO in (home / STEP).read_text(encoding="utf-8")


@pytest.mark.nightly
def test_the_question_whether_to_reset_belongs_to_the_exercise_that_it_was_asked_about(
    home, screen
):
    save(home, "    W = W - lr * W.grad\n")
    screen.read_until("rebinds_parameter")
    screen.read_until("q  quit")
    screen.press("r")
    screen.read_until("Put the stub of step_no_grad back")
    other = home / "exercises/05_grad/zero_it.py"
    shutil.copy(SOLUTIONS / "05_grad/zero_it/wrong/grad_not_zeroed.py", other)
    screen.read_until("zero_it")
    screen.read_until("q  quit")
    kept = other.read_bytes(), (home / STEP).read_bytes()

    screen.press("y")
    screen.press("h")
    screen.read_until("Hint 1 of 3")

    assert (other.read_bytes(), (home / STEP).read_bytes()) == kept
    assert not (home / ".gradlings/backups").exists()


@pytest.mark.nightly
def test_what_a_quiz_in_another_terminal_noted_stays_and_is_shown(home, screen):
    other = ProgressFile(home / ".gradlings/progress.json")
    with other.changing() as progress:
        progress.record_answer("Q14", ["grad_not_zeroed"], 0.0, right=False)
        progress.exercises["zero_it"] = ExerciseProgress(passed_at="2026-01-01T00:00:00+00:00")

    screen.press("h")
    screen.read_until("Hint 1 of 3")
    screen.read_until(" 1/")

    progress = other.load()
    assert progress.items["Q14"].asked == 1
    assert progress.passed("zero_it")
    assert progress.exercises[next(iter(progress.exercises.keys() - {"zero_it"}))].hints == 1


@pytest.mark.nightly
def test_an_unreadable_progress_file_is_told_where_one_reads(home, screen):
    (home / ".gradlings/progress.json").write_text("hello")

    screen.press("h")

    screen.read_until("it is kept as")
    assert (home / ".gradlings/progress.unreadable.json").read_text() == "hello"


@pytest.mark.nightly
def test_a_folder_that_goes_away_is_told_and_watched_again_when_it_is_back(home, screen):
    (home / "exercises").rename(home / "elsewhere")
    screen.read_until("exercises is gone")
    (home / "elsewhere").rename(home / "exercises")
    screen.read_until("Your files are watched again")
    screen.read_until("q  quit")

    save(home, "    W = W - lr * W.grad\n")

    screen.read_until("rebinds_parameter")


@pytest.mark.nightly
def test_a_folder_that_another_took_the_place_of_is_watched_again(home, screen):
    shutil.copytree(home / "exercises", home / "other")
    (home / "exercises").rename(home / "old")
    (home / "other").rename(home / "exercises")
    screen.read_until("Your files are watched again")
    screen.read_until("q  quit")

    save(home, "    W = W - lr * W.grad\n")

    screen.read_until("rebinds_parameter")


@pytest.mark.nightly
@pytest.mark.skipif(not shutil.which("unshare"), reason="a user namespace of its own")
def test_where_the_system_has_no_watch_left_files_are_looked_at_instead(home):
    # Linux counts them for each user, and a namespace of users has a limit of its own.
    limit = "/proc/sys/user/max_inotify_instances"
    enter = ["unshare", "--user", "--map-root-user", "sh", "-c"]
    tried = subprocess.run([*enter, f"echo 0 > {limit}"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("no user namespaces here")
    begun = f'echo 0 > {limit}; exec "$0" -m autograder'
    screen = Screen(home, command=[*enter, begun, sys.executable])
    screen.read_until("stopped")
    screen.read_until("Not written yet")  # checked anew, since saves can be seen from now on
    screen.read_until("q  quit")

    save(home, "    W = W - lr * W.grad\n")

    screen.read_until("rebinds_parameter")
    screen.kill()


def test_q_quits_with_code_0_and_gives_the_terminal_back(screen):
    screen.press("q")

    assert screen.exit_code() == 0


@pytest.mark.nightly
def test_ctrl_c_quits_too(screen):
    screen.press("\x03")

    assert screen.exit_code() == 0


@pytest.mark.nightly
def test_an_endless_loop_does_not_end_the_watch(home, screen):
    save(home, "    while True: pass\n")
    screen.read_until("Is there a loop")
    screen.read_until("q  quit")

    screen.press("h")
    screen.read_until("Hint 1 of 3")


@pytest.mark.nightly
def test_no_color_is_honoured(home):
    screen = Screen(home, NO_COLOR="1")
    screen.read_until("q  quit")
    screen.press("q")
    screen.exit_code()

    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]m", screen.raw)


# Windows of any size

SIZES = [(40, 15, "hu"), (60, 20, "en"), (80, 24, "en"), (80, 24, "hu"), (200, 60, "en")]


@pytest.mark.by_day(1)
@pytest.mark.parametrize(("width", "height", "language"), SIZES)
def test_the_window_shows_the_beginning_and_whole_keys_and_nothing_wider_or_higher(
    opened, width, height, language
):
    screen = opened(width, height, language)
    screen.read_until(QUIT[language])
    frame = screen.frame()

    assert len(frame) < height
    assert max(map(cell_len, frame)) <= width
    assert frame[0].startswith("zero_it")
    told = [line for line in frame if line.startswith("─")]
    assert len(told) == 1, "one rule, which says so where lines are left out"
    assert ("/" in told[0] or " of " in told[0]) == (height < 60)
    keys = frame[next(n for n, line in enumerate(frame) if line.startswith(" n ")) :]
    assert [line[:4] for line in keys if not re.match(r" [a-z]  \w", line)] == []


@pytest.mark.nightly
def test_space_goes_on_to_the_last_line_and_back_to_the_first(opened):
    screen = opened(80, 24)
    screen.read_until("Space: more")
    screen.press(" ")
    assert "gradlings hint zero_it" in screen.read_until("Space: back to the top")
    screen.press(" ")

    screen.read_until("lines 1 to")


@pytest.mark.nightly
def test_a_window_of_another_size_is_drawn_anew(opened):
    screen = opened(80, 24)
    screen.read_until("q  quit")

    screen.resize(50, 40)
    screen.read_until("q  quit")
    assert max(map(cell_len, screen.frame()[:-1])) <= 50
    screen.resize(80, 50)
    screen.read_until("q  quit")

    assert "more: gradlings hint zero_it" in "".join(screen.frame())


@pytest.mark.nightly
def test_hints_stay_in_sight_with_those_before_them(opened):
    screen = opened(100, 60)
    screen.read_until("q  quit")
    for _ in range(3):
        screen.press("h")
        screen.read_until("q  quit")

    shown = "\n".join(screen.frame())
    assert [n for n in range(1, 5) if f"Hint {n} of 3" in shown] == [1, 2, 3]
    assert "grad_not_zeroed" in shown


@pytest.mark.nightly
def test_an_arrow_is_no_letter_and_an_accent_does_not_end_the_keys(screen):
    for key in ("\x1b[A", "\x1bOA", "\x1b[1;5C", "á", "\x1b[D"):
        screen.press(key)
    screen.press("h")

    shown = screen.read_until("Hint 1 of 3")
    assert "No question waits" not in shown


@pytest.mark.nightly
def test_after_the_questions_the_keys_are_back(home, screen):
    save(home, "    with torch.no_grad():\n        W -= lr * W.grad\n")
    screen.read_until("press a to answer")
    screen.read_until("q  quit")
    screen.press("a")
    screen.read_until("q leaves")
    screen.press("q\r")
    screen.read_until("q  quit")
    screen.press("h")

    screen.read_until("Hint 1 of 3")


# Terminals that can do less


@pytest.mark.nightly
def test_code_is_told_by_colour_or_else_by_its_backticks(home, screen):
    save(home, "    W = W - lr * W.grad\n")
    screen.read_until("    = gives the name")
    plain = Screen(home, NO_COLOR="1")
    plain.read_until("q  quit")
    path = home / STEP
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    plain.read_until("    `=` gives the name")
    plain.kill()


@pytest.mark.nightly
def test_a_dumb_terminal_gets_all_lines_and_no_escape(opened):
    screen = opened(80, 24, TERM="dumb")
    shown = screen.read_until("[q] quit")

    assert "more: gradlings hint zero_it" in shown
    assert b"\x1b" not in screen.raw


# -- as on macOS: no warm server, a process that waits -------------------------------------------


@pytest.mark.nightly
def test_saves_are_answered_where_there_is_no_warm_server(home, tmp_path_factory):
    python = environment(tmp_path_factory.mktemp("macos"), platform="darwin", without=MACOS)
    temporary = tmp_path_factory.mktemp("temporary")
    screen = Screen(home, command=[python, "-m", "autograder"], TMPDIR=str(temporary))
    try:
        screen.read_until("q  quit")
        save(home, "    W = W - lr * W.grad\n")
        screen.read_until("step_no_grad")
        screen.read_until("rebinds", timeout=120)
        shutil.copy(SOLUTIONS / "06_updates/step_no_grad/reference.py", home / STEP)
        screen.read_until("One honest step", timeout=120)
        screen.read_until("✓", timeout=120)
        screen.press("q")
        assert screen.exit_code() == 0
    finally:
        screen.kill()
    assert [*temporary.glob("gradlings-*")] == []


@pytest.mark.nightly
def test_ctrl_c_ends_the_watch_where_a_console_hands_it_out_as_a_key(home, tmp_path):
    """The console is a stand-in; all else of the watch is what runs everywhere."""
    driver = tmp_path / "driver.py"
    driver.write_text(
        "import os, sys\n"
        "from autograder.watch import loop, terminal\n"
        "from autograder.keyboard import windows_key\n"
        "class Console:\n"
        "    def getwch(self): return os.read(0, 1).decode()\n"
        "terminal.read_key = lambda: windows_key(Console())\n"
        "import termios\n"
        "before = termios.tcgetattr(0)\n"
        "before[3] &= ~termios.ISIG & ~termios.ICANON\n"
        "termios.tcsetattr(0, termios.TCSANOW, before)\n"
        "import contextlib\n"
        "loop.single_keys = contextlib.nullcontext\n"
        "from autograder.cli import main\n"
        "main()\n"
    )
    screen = Screen(home, command=[sys.executable, str(driver)])
    try:
        screen.read_until("q  quit")
        screen.press("\x03")
        assert screen.exit_code() == 0
    finally:
        screen.kill()


def test_what_a_thread_fails_by_ends_the_watch_and_is_told(home, tmp_path):
    """Once it was lost with its thread, and no key did anything from then on."""
    driver = tmp_path / "driver.py"
    driver.write_text(
        "def fail(): raise OSError(5, 'Input/output error', '/dev/tty')\n"
        "from autograder.watch import loop\n"
        "loop.send_keys = lambda *_: fail()\n"
        "from autograder.cli import main\n"
        "main()\n"
    )
    screen = Screen(home, command=[sys.executable, str(driver)])
    try:
        told = screen.read_until("/dev/tty can't be written or read")
        assert "Traceback" not in told
        assert screen.exit_code() == 3
    finally:
        screen.kill()


# -- a disk that takes nothing -------------------------------------------------------------------


@pytest.mark.nightly
def test_on_a_full_disk_verdicts_come_and_count_once_there_is_space(home, tmp_path):
    """A real one: a small tmpfs, in a namespace of the watch's own."""
    for enter in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        tried = shutil.which("unshare") and subprocess.run(
            [*enter, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        )
        if tried and tried.returncode == 0:
            break
    else:
        pytest.skip("no namespaces here")
    right = SOLUTIONS / "00_start/intro/reference.py"
    shutil.copy(right, home / "exercises/00_start/intro.py")
    script = (
        f"mount -t tmpfs -o size=2m none /mnt && cp -a '{home}' /mnt/home && cd /mnt/home || exit 77\n"
        f"cat /dev/zero > /mnt/zero 2> /dev/null\nexec '{sys.executable}' -m autograder"
    )
    screen = Screen(home, command=[*enter, "sh", "-c", script], size=(120, 40))
    inside = Path(f"/proc/{screen.pid}/root/mnt")
    try:
        screen.read_until("q  quit")
        screen.press("t")
        screen.read_until("Passed! Press n for the next exercise.")
        shown = screen.read_until("q  quit")
        assert "could not be saved in /mnt/home/.gradlings/progress.json: no space" in joined(shown)
        assert "tried again with your next save or key" in joined(shown)
        # What waits is known to the watch all the same: the next exercise is another one.
        screen.press("n")
        shown = joined(screen.read_until("q  quit"))
        assert "dims_0_to_4" in shown
        assert "could not be saved" in shown

        (inside / "zero").unlink()
        screen.press("c")
        screen.read_until("dims_0_to_4")
        assert "could not be saved" not in joined(screen.read_until("q  quit"))
        assert ProgressFile(inside / "home/.gradlings/progress.json").load().passed("intro")
        screen.press("q")
        assert screen.exit_code() == 0
    finally:
        screen.kill()


def joined(text):
    """*text* as if no line had been wrapped."""
    return " ".join(text.split())
