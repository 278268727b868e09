"""
Disks that are full, can only be read, or belong to somebody else: a learner goes on, and is told.

The disks are real where one can be had: a small tmpfs, a read-only mount, in a namespace of its own.
"""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.cli import session as cli_session
from autograder.workspace import ProgressFile, Workspace

MINIATURE = Path(__file__).parent / "course" / "exercises"
SOLUTIONS = Path(__file__).parent / "course" / "solutions"
GRADLINGS = [sys.executable, "-m", "autograder"]
#: Errors that a disk has for those who write to it.
OF_DISKS = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EIO", "ESTALE", "EFBIG"]
EVERY = pytest.mark.parametrize("number", sorted(errno.errorcode), ids=errno.errorcode.get)


class Lent:
    """The session's warm server, lent to a command that would close its own."""

    def __init__(self, server):
        self.run = server.run

    def close(self):
        pass


@pytest.fixture
def gradlings(monkeypatch):
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "500")

    def gradlings(*arguments, typed=""):
        result = CliRunner().invoke(cli, arguments, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return gradlings


@pytest.fixture
def home(gradlings, tmp_path, monkeypatch):
    home = tmp_path / "sár kány"
    assert gradlings("--course", str(MINIATURE), "init", str(home), "--lang", "en").exit_code == 0
    monkeypatch.chdir(home)
    return home


def refuse(monkeypatch, number):
    """From now on no file can be written, for the reason that has this *number*."""

    def refused(path, *_arguments, **_options):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_bytes", refused)


def solve(home, exercise, program="reference"):
    (path,) = SOLUTIONS.glob(f"*/{exercise}/{program}.py")
    (mine,) = (home / "exercises").glob(f"*/{exercise}.py")
    shutil.copyfile(path, mine)
    return mine


# Every error that there is


@pytest.mark.by_day(6)
@EVERY
def test_a_hint_is_shown_whatever_the_disk_says_and_then_why_it_is_not_counted(
    home, gradlings, monkeypatch, number
):
    refuse(monkeypatch, number)
    result = gradlings("hint", "slope")

    assert result.exit_code == 0
    assert result.stdout.startswith("slope  Hint 1 of 3")
    (told,) = result.stderr.splitlines()
    assert told.startswith(f"Your progress could not be saved in '{home}/.gradlings/progress.json'")
    assert told.endswith("run the same command again, and it counts.")


@pytest.mark.by_day(6)
@EVERY
def test_what_can_not_be_written_at_all_is_one_sentence_and_no_traceback(
    home, gradlings, monkeypatch, number
):
    mine = solve(home, "slope")
    written = mine.read_bytes()
    refuse(monkeypatch, number)
    commands = {
        "init": ["--course", str(MINIATURE), "init", str(home / "other")],
        "update": ["update", "--lang", "hu"],
        "reset": ["reset", "slope"],
        "assignment": ["assignment", "new", str(home / "hw.yaml"), "--exercise", "slope"],
    }
    for name, command in commands.items():
        result = gradlings(*command)

        if number == errno.EPIPE:  # Who prints to a pipe that is closed ends without a word.
            assert result.exit_code == 1, name
            continue
        assert result.exit_code == 3, (name, result.output)
        assert len(result.stderr.splitlines()) == 1, (name, result.stderr)
        assert "can't be written or read" in result.stderr, name
        assert str(home) in result.stderr, name
    assert mine.read_bytes() == written
    monkeypatch.undo()
    assert Workspace(home).language == "en"


@pytest.mark.by_day(3)
@pytest.mark.parametrize("name", OF_DISKS)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_verdict_comes_whatever_the_disk_says(
    home, gradlings, server, monkeypatch, name, as_json
):
    monkeypatch.setattr(cli_session, "open_runner", lambda _floor: Lent(server))
    solve(home, "slope")
    with monkeypatch.context() as disk:
        refuse(disk, getattr(errno, name))
        result = gradlings("check", "slope", *(["--json"] if as_json else []))

        assert result.exit_code == 0
        assert ('"outcome": "passed"' if as_json else "✓") in result.stdout
        assert result.output.rindex("Your progress could not be saved") > result.output.rindex(
            '"advice"' if as_json else "✓"
        )
        assert gradlings("list").exit_code == 0
    result = gradlings("check", "slope")

    assert result.stderr == ""
    assert ProgressFile(home / ".gradlings/progress.json").load().passed("slope")


@pytest.mark.by_day(2)
@pytest.mark.parametrize("name", OF_DISKS)
def test_a_quiz_goes_on_and_says_it_once(home, gradlings, monkeypatch, name):
    refuse(monkeypatch, getattr(errno, name))
    result = gradlings("quiz", "--count", "2", typed="5\n\n[1, 2]\n\n")

    assert result.exit_code == 0
    assert result.stderr.count("Your progress could not be saved") == 1


@pytest.mark.parametrize("name", OF_DISKS)
def test_a_reset_that_is_done_is_told_as_done(home, gradlings, monkeypatch, name):
    """Where only the progress can't be written, the stub is back all the same."""
    solve(home, "slope")
    written = Path.write_bytes

    def refused(path, data):
        if "progress" in path.name:
            raise OSError(getattr(errno, name), "no")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", refused)
    result = gradlings("reset", "slope")

    assert result.exit_code == 0
    assert "The stub of slope is back." in result.stdout
    assert "Your progress could not be saved" in result.stderr


# Real disks


@pytest.fixture(scope="module")
def mounting():
    """What makes a namespace in which one may mount."""
    for enter in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        tried = shutil.which("unshare") and subprocess.run(
            [*enter, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        )
        if tried and tried.returncode == 0:
            return enter
    pytest.skip("no namespaces here")


def script(mounting, lines, folder):
    """Run a shell's *lines* in a namespace; return what each ``step`` printed and its exit code."""
    out = folder / "said"
    out.mkdir()
    start = f"""
    set -u
    n=0
    step() {{ n=$((n+1)); "$@" > {out}/$n.out 2> {out}/$n.err < /dev/null; echo $? > {out}/$n.rc; }}
    gradlings() {{ {shlex.join(GRADLINGS)} "$@"; }}
    """
    subprocess.run([*mounting, "sh", "-c", start + lines], check=True, cwd=folder)
    steps = sorted(out.glob("*.rc"), key=lambda path: int(path.stem))
    return [
        (
            int(path.read_text()),
            path.with_suffix(".out").read_text(encoding="utf-8"),
            path.with_suffix(".err").read_text(encoding="utf-8"),
        )
        for path in steps
    ]


def test_on_a_full_disk_all_is_answered_and_counts_when_there_is_space(
    home, mounting, tmp_path, monkeypatch
):
    """A real one, so full that not a page is left, nor anywhere for temporary files."""
    monkeypatch.delenv("TMPDIR", raising=False)
    solve(home, "slope")
    place = shlex.quote(str(home))
    checked, hinted, reset, updated, made, again, listed = script(
        mounting,
        f"""
        mount -t tmpfs -o size=1m none /mnt && cp -a {place} /mnt/home && cd /mnt/home
        cat /dev/zero > /mnt/zero 2> /dev/null
        for folder in /tmp /var/tmp; do mount --bind /mnt $folder; done
        step gradlings check slope
        step gradlings hint slope
        step gradlings reset slope
        step gradlings update --lang hu
        step gradlings --course {shlex.quote(str(MINIATURE))} init /mnt/other
        rm /mnt/zero
        step gradlings check slope
        step gradlings list
        """.replace("/tmp /var/tmp", "/var/tmp"),
        tmp_path,
    )

    code, out, err = checked
    assert code == 0
    assert "✓" in out
    (line,) = err.splitlines()
    assert "saved in /mnt/home/.gradlings/progress.json: no space is left on that disk" in line
    assert (hinted[0], "Hint 1 of 3" in hinted[1]) == (0, True)
    for code, _, err in (reset, updated, made):
        assert code == 3
        assert "no space is left" in err
        assert "Traceback" not in err
    assert (again[0], again[2]) == (0, "")
    assert any("✓" in line and "slope" in line for line in listed[1].splitlines())


@pytest.mark.nightly
def test_a_copy_that_can_only_be_read_is_checked_as_any_other(home, mounting, tmp_path):
    solve(home, "slope")
    place = shlex.quote(str(home))
    steps = script(
        mounting,
        f"""
        mount --bind {place} /mnt && mount -o remount,ro,bind /mnt && cd /mnt
        step gradlings check slope
        step gradlings check slope --json
        step gradlings
        step gradlings list
        step gradlings progress
        step gradlings reset slope
        step gradlings --lang hu hint slope
        """,
        tmp_path,
    )

    codes = [code for code, _, _ in steps]
    assert codes == [0, 0, 1, 0, 0, 3, 0]
    for _, out, err in steps:
        assert "Traceback" not in out + err
        assert len(err.splitlines()) <= 1
    told = [err for _, _, err in steps if err]
    assert len(told) == 5
    assert all("that disk can only be read" in line for line in told[:-1])
    assert "az a lemez csak olvasható" in told[-1]


def test_a_machine_on_which_nothing_can_be_written_gives_a_verdict(home, mounting, tmp_path):
    """As in a container with a read-only root: what a check needs goes to memory."""
    if not os.access("/dev/shm", os.W_OK):
        pytest.skip("no disk in memory here")
    solve(home, "slope")
    readonly = tmp_path / "ro.sh"
    readonly.write_text(
        "for folder in / /tmp /var/tmp; do\n"
        "  mount --bind $folder $folder && mount -o remount,ro,bind $folder || exit 77\ndone\n"
        f'cd {shlex.quote(str(home))} && exec "$@"\n'
    )
    ran = subprocess.run(
        [*mounting, "sh", str(readonly), *GRADLINGS, "check", "slope"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode == 77:
        pytest.skip(f"can't be remounted here: {ran.stderr}")

    assert ran.returncode == 0, ran.stderr
    assert "✓" in ran.stdout
    assert "that disk can only be read" in ran.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="for root alone")
def test_somebody_else_s_copy_is_checked_and_left_alone(home):
    """As where a teacher looks at a learner's folder, or a learner at a shared one."""
    # Root without its powers is a user like any other, who can read Python wherever it lies.
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if not shutil.which("setpriv"):
        pytest.skip("no setpriv here")
    solve(home, "slope")
    for path in (home, *home.rglob("*")):
        os.chown(path, 12345, 12345)
        path.chmod(0o755 if path.is_dir() else 0o644)
    commands = (["check", "slope"], ["hint", "slope"], ["list"], ["reset", "slope"])
    ran = [
        subprocess.run(
            [*powerless, *GRADLINGS, *command],
            cwd=home, capture_output=True, text=True, encoding="utf-8", check=False,
        )
        for command in commands
    ]  # fmt: skip

    assert [one.returncode for one in ran] == [0, 0, 0, 3], [one.stderr for one in ran]
    assert "✓" in ran[0].stdout
    assert "Hint 1 of 3" in ran[1].stdout
    for one in (ran[0], ran[1], ran[3]):
        (line,) = one.stderr.splitlines()
        assert "you have no right to do so there" in line
    assert not (home / ".gradlings" / "progress.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["hint", "slope"], ["quiz", "list"]])
def test_what_is_printed_to_a_full_disk_ends_in_a_sentence(home, arguments):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*GRADLINGS, *arguments],
            cwd=home,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ran.returncode == 3
    assert "space" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


def test_a_reader_that_has_seen_enough_ends_it_without_a_word(home):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ran = subprocess.run(
            [*GRADLINGS, "list"],
            cwd=home,
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ran.stderr == ""
