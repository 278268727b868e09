"""Learners' machines as they are: odd folders, locales, consoles and editors; no graphics card."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from courses import bundled_course

from autograder.sandbox import wire

GRADLINGS = [sys.executable, "-m", "autograder"]
SOLUTIONS = Path(__file__).resolve().parent.parent / "solutions"
RIGHT = (SOLUTIONS / "06_updates/step_no_grad/reference.py").read_text(encoding="utf-8")
WRONG = (SOLUTIONS / "06_updates/step_no_grad/wrong/rebinds_parameter.py").read_text("utf-8")
STEP = "exercises/06_updates/step_no_grad.py"
#: What a process gets of ours whatever the locale is.
BARE = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}


def run(folder, *arguments, encoding="utf-8", **environment):
    return subprocess.run(
        [*GRADLINGS, *arguments],
        cwd=folder,
        env={**BARE, **environment},
        capture_output=True,
        encoding=encoding,
        check=False,
    )


def home_in(folder, language="en"):
    made = run(folder.parent, "init", folder.name, "--lang", language, COLUMNS="40")
    assert made.returncode == 0, made.stderr
    return made


# Folders


FOLDERS = [
    "árvíztűrő tükörfúrógép",
    "it's mine",
    'a "b"',
    "[bold]x",
    "$HOME & co; ls",
    "練習 帳",
    "e\u0301tude",
]


@pytest.mark.by_day(1)
@pytest.mark.skipif(os.name == "nt", reason="names that only POSIX allows, and its shell")
@pytest.mark.parametrize("name", FOLDERS)
def test_what_init_says_to_type_can_be_typed(tmp_path, name):
    """Also in a window so narrow that the line does not fit."""
    told = home_in(tmp_path / name).stdout
    (command,) = [line for line in told.splitlines() if "&& gradlings" in line]
    enter = command.partition(": ")[2].replace("&& gradlings", "&& pwd")
    ran = subprocess.run(
        ["sh", "-c", enter], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )

    assert Path(ran.stdout.rstrip("\n")).samefile(tmp_path / name)
    again = run(tmp_path, "init", str(tmp_path / name)).stdout
    assert f"to {shlex.quote(str(tmp_path / name))}." in again


@pytest.mark.nightly
def test_in_a_folder_with_accents_and_spaces_all_is_as_elsewhere(tmp_path):
    home = tmp_path / "Kiss Ágnes – gyakorlás"
    home_in(home, "hu")
    (home / STEP).write_text(RIGHT, encoding="utf-8")

    assert run(home, "check", "step_no_grad").returncode == 0
    (line,) = [line for line in run(home, "list").stdout.splitlines() if " step_no_grad " in line]
    assert line.startswith("✓")
    told = run(home, "reset", "step_no_grad").stdout
    (kept,) = (home / ".gradlings" / "backups").iterdir()
    assert kept.read_text(encoding="utf-8") == RIGHT
    assert shlex.quote(str(kept.relative_to(home))) in told


# Locales and consoles

CONSOLES = {
    "C locale": {"LC_ALL": "C", "LANG": "C"},
    "POSIX locale, no UTF-8 mode": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp437": {"PYTHONIOENCODING": "cp437"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "dumb terminal": {"TERM": "dumb"},
    "no terminal named": {"TERM": ""},
    "40 columns": {"COLUMNS": "40"},
    "20 columns": {"COLUMNS": "20"},
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home") / "lecke é"
    home_in(home, "hu")
    (home / STEP).write_text(WRONG, encoding="utf-8")
    return home


@pytest.mark.by_day(1)
@pytest.mark.parametrize("console", CONSOLES.values(), ids=CONSOLES)
def test_the_verdict_can_be_read_on_every_console(home, console):
    checked = run(home, "check", "step_no_grad", encoding="latin-1", **console)

    assert checked.returncode == 1, checked.stderr
    assert "Traceback" not in checked.stdout + checked.stderr
    joined = "".join(checked.stdout.split())
    assert "rebinds_parameter" in joined
    assert "\x1b" not in checked.stdout
    for command in ("list", "progress"):
        told = run(home, command, encoding="latin-1", **console)
        assert told.returncode == 0, (command, told.stderr)
        assert "Traceback" not in told.stderr


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["C locale", "cp1252", "ascii"])
def test_json_is_json_on_every_console(tmp_path, name):
    console = CONSOLES[name]
    (tmp_path / "mine.py").write_text(WRONG, encoding="utf-8")
    command = ("check", "--submission", "mine.py", "--exercise", "step_no_grad", "--json")
    checked = run(tmp_path, *command, encoding="latin-1", **console)

    encoding = console.get("PYTHONIOENCODING", "utf-8")
    data = json.loads(checked.stdout.encode("latin-1").decode(encoding))
    assert data["results"][0]["misconceptions"] == ["rebinds_parameter"]


# Editors


ENCODINGS = {
    "CRLF": RIGHT.replace("\n", "\r\n").encode(),
    "CR": RIGHT.replace("\n", "\r").encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + RIGHT.encode(),
}
#: Python itself runs none of these.
NO_PYTHON = {
    "UTF-16": RIGHT.encode("utf-16"),
    "UTF-16, big-endian": b"\xfe\xff" + RIGHT.encode("utf-16-be"),
    "UTF-32": RIGHT.encode("utf-32"),
}


@pytest.mark.nightly
def test_however_an_editor_saves_a_right_program_it_passes(tmp_path):
    for name, saved in ENCODINGS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "step_no_grad.py").write_bytes(saved)
    checked = run(tmp_path, "check", "--json", *(f"{name}/step_no_grad.py" for name in ENCODINGS))

    outcomes = [result["outcome"] for result in json.loads(checked.stdout)["results"]]
    assert dict(zip(ENCODINGS, outcomes, strict=True)) == dict.fromkeys(ENCODINGS, "passed")


@pytest.mark.by_day(1)
@pytest.mark.parametrize("saved", NO_PYTHON.values(), ids=NO_PYTHON)
def test_what_python_can_not_read_is_told_with_what_to_do(tmp_path, saved):
    (tmp_path / "step_no_grad.py").write_bytes(saved)
    checked = run(tmp_path, "check", "step_no_grad.py")

    assert checked.returncode == 2
    assert checked.stderr == (
        "Error: step_no_grad.py is not UTF-8 at byte 0; save it with UTF-8 encoding\n"
    )


# No graphics card

#: What torch 2.6 to 2.13 says, built for a card or not.
NO_CARD = [
    ("AssertionError", "Torch not compiled with CUDA enabled"),
    ("AssertionError", "Torch not compiled with XPU enabled"),
    (
        "RuntimeError",
        "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and "
        "installed a driver from http://www.nvidia.com/Download/index.aspx",
    ),
    ("RuntimeError", "No CUDA GPUs are available"),
    (
        "RuntimeError",
        "Cannot re-initialize CUDA in forked subprocess. To use CUDA with multiprocessing, you "
        "must use the 'spawn' start method",
    ),
    ("RuntimeError", "PyTorch is not linked with support for mps devices"),
    (
        "RuntimeError",
        "Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, "
        "xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone device type at start of device "
        "string: gpu",
    ),
]


@pytest.mark.parametrize(("type_name", "message"), NO_CARD)
def test_a_graphics_card_that_is_not_there_is_explained(type_name, message):
    found = bundled_course().explain(type_name, message)

    assert found is not None
    assert found[0] == "no_graphics_card"


@pytest.mark.nightly
@pytest.mark.parametrize("moves", ["W.cuda()", "W.to('gpu')"])
def test_moving_a_tensor_to_one_is_explained_in_a_check(tmp_path, moves):
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available() or torch.backends.mps.is_available():
        pytest.skip("there is a card")
    mine = RIGHT.replace("    with torch.no_grad():", f"    W = {moves}\n    with torch.no_grad():")
    assert mine != RIGHT
    (tmp_path / "mine.py").write_text(mine, encoding="utf-8")
    command = ("check", "--submission", "mine.py", "--exercise", "step_no_grad")
    checked = run(tmp_path, *command, COLUMNS="200")

    assert checked.returncode == 1
    assert "graphics card" in " ".join(checked.stdout.split())


# Ends: torch 2.15 complains at an ordinary one of what nanobind leaks

LEAKS = "import atexit, runpy, sys; atexit.register(lambda: print('leaked', file=sys.stderr)); "


def test_what_runs_snippets_ends_without_a_word():
    ran = subprocess.run(
        [sys.executable, "-c", LEAKS + "from autograder.probing.snippets import main; main()"],
        input='{"code": "x = 1", "ask": ["x + 1"]}\n',
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stderr == ""
    assert json.loads(ran.stdout)


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="where there is a fork server")
@pytest.mark.parametrize("ready", [True, False], ids=["once ready", "before it was ready"])
def test_a_server_whose_grader_is_gone_ends_without_a_word(tmp_path, ready):
    (tmp_path / "scratch").mkdir()
    ours, theirs = socket.socketpair()
    options = {
        "control": theirs.fileno(),
        "scratch": str(tmp_path / "scratch"),
        "down": [],
        "inside": False,
        "kind": {"task": "autograder.sandbox.checking:run"},
        "original": False,
    }
    start = "runpy.run_module('autograder.sandbox.server', run_name='__main__')"
    with subprocess.Popen(
        [sys.executable, "-c", LEAKS + start, json.dumps(options)],
        pass_fds=[theirs.fileno()],
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        theirs.close()
        if ready:
            assert "isolation" in wire.receive(ours)[0]
        ours.close()

        assert server.wait(60) == 0
        assert server.stderr.read() == ""


# What is no file, no folder, no output


@pytest.mark.by_day(1)
@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_shell_has_closed_is_no_traceback(tmp_path, closed):
    home = tmp_path / "copy"
    home_in(home)
    command = f"{shlex.join([*GRADLINGS, 'list'])} {closed}"
    ran = subprocess.run(
        ["sh", "-c", command], cwd=home, capture_output=True, encoding="utf-8", check=False
    )

    assert ran.stderr == ""
    assert ran.returncode == 0
    assert (ran.stdout == "") is (">&-" in closed.split())


@pytest.mark.nightly
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device without an end")
@pytest.mark.parametrize("command", ["check", "reset"])
def test_an_exercise_that_leads_to_a_device_without_end_is_refused(tmp_path, command):
    home = tmp_path / "copy"
    home_in(home)
    (home / STEP).unlink()
    (home / STEP).symlink_to("/dev/zero")

    ran = run(home, command, "step_no_grad")

    assert ran.returncode == 2
    assert "is no regular file" in ran.stderr
    assert (home / STEP).is_symlink()


@pytest.mark.nightly
def test_init_in_an_existing_copy_names_its_folder(tmp_path):
    home = tmp_path / "copy"
    home_in(home)

    told = run(home, "init").stdout

    assert f"to {shlex.quote(str(home))}." in told


@pytest.mark.nightly
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_pytest_says_of_another_encoding_what_check_says(tmp_path, encoding):
    home = tmp_path / "copy"
    home_in(home)
    (home / STEP).write_bytes("# Óra\n".encode(encoding) + RIGHT.encode(encoding))

    checked = run(home, "check", "step_no_grad").stderr
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "exercises/06_updates", "-k", "step_no_grad"],
        cwd=home, env=BARE, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert ran.returncode == 1
    assert "UTF-8" in checked
    assert "UTF-8" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "reading.py" not in ran.stdout


@pytest.mark.skipif(os.name == "nt", reason="a folder in use can't be removed there")
def test_a_current_folder_that_is_gone_is_named(tmp_path):
    gone = tmp_path / "gone away"
    gone.mkdir()
    command = f"cd {shlex.quote(str(gone))} && rmdir {shlex.quote(str(gone))} && "
    ran = subprocess.run(
        ["sh", "-c", command + shlex.join([*GRADLINGS, "list"])],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert ran.returncode == 3
    assert "gone away" in ran.stderr
    assert "Traceback" not in ran.stderr
