"""
Kill ``gradlings grade`` at random moments and go on with the same command.

    python tests/killing.py --kills 50

Compares with an undisturbed run, byte for byte, and counts what was lost or doubled.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: How a run ends that came to its end; with 1, there were files that could not be read.
FINISHED = (0, 1)


def command(assignment: Path, submissions: Path, out: Path, bundle: Path) -> list[str]:
    return [
        sys.executable, "-m", "autograder", "grade", str(assignment), str(submissions),
        "-o", str(out), "--bundle", str(bundle), "--isolation", "process",
    ]  # fmt: skip


def kill_and_go_on(arguments: list[str], kills: int, span: float, draw: random.Random) -> list[int]:
    """
    Run, kill and run again; the last run is let through. Returns what the ledger held at each kill.

    Args:
        span: Seconds that an undisturbed run takes; moments are drawn from it. A run that
            ends before its moment starts anew with --regrade, so that there is work to kill.
    """
    out = Path(arguments[arguments.index("-o") + 1])
    held, more = [], []
    for _ in range(kills):
        process = subprocess.Popen(
            [*arguments, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        moment = time.monotonic() + draw.uniform(0, span)
        while time.monotonic() < moment and process.poll() is None:
            time.sleep(0.005)
        # The command alone, as `kill -9` does, or all of it, as a power cut does.
        with contextlib.suppress(ProcessLookupError):
            (os.kill if draw.random() < 0.5 else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()
        held.append(rows(out / "ledger.sqlite"))
        more = ["--regrade"] if process.returncode in FINISHED else []
    last = subprocess.run(arguments, check=False, stdout=subprocess.DEVNULL)
    assert last.returncode in FINISHED, last
    return held


def rows(ledger: Path) -> int:
    """Verdicts in a ledger that a kill left behind; it has to be sound."""
    if not ledger.exists():
        return 0
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        try:
            return connection.execute("SELECT count(*) FROM verdicts").fetchone()[0]
        except sqlite3.OperationalError:  # killed before the tables were made
            return 0


def contents(out: Path) -> dict[str, object]:
    """All that a run leaves, without times, and without what is only kept to save time."""
    found: dict[str, object] = {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".sqlite" not in path.name
    }
    with contextlib.closing(sqlite3.connect(out / "ledger.sqlite")) as connection:
        for table, columns in (
            ("verdicts", "exercise, digest, program, verdict"),
            ("answers", "student, attempt, exercise, digest, program"),
        ):
            query = f"SELECT {columns} FROM {table} ORDER BY {columns}"
            found[table] = connection.execute(query).fetchall()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    here = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(here / "scripts"))
    from synthetic_class import make_class

    work = Path(tempfile.mkdtemp())
    assignment = work / "hw1.yaml"
    assignment.write_text(
        '{"title": "Homework", "secret": "0123456789abcdef", "exercises": '
        '["grad_adds_up", "zero_it", "step_no_grad", "first_backward", "sgd_step"]}'
    )
    print(make_class(work / "class", assignment, given.students, 0.0, given.seed))
    gradlings = [sys.executable, "-m", "autograder"]
    subprocess.run(
        [*gradlings, "generate", str(assignment), "-o", str(work / "dist"), "--target", "scripts"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    bundle = work / "dist" / "instructor" / "bundle"
    start = time.monotonic()
    undisturbed = command(assignment, work / "class", work / "undisturbed", bundle)
    subprocess.run(undisturbed, check=True, stdout=subprocess.DEVNULL)
    span = time.monotonic() - start
    expected = contents(work / "undisturbed")
    disturbed = command(assignment, work / "class", work / "disturbed", bundle)
    held = kill_and_go_on(disturbed, given.kills, span, random.Random(given.seed))
    same = contents(work / "disturbed") == expected
    print(
        f"{given.kills} kills in runs of {span:.1f} s; the ledger held "
        f"{min(held)} to {max(held)} of {len(expected['verdicts'])} verdicts when killed; "
        f"{len(expected)} files and tables afterwards, all the same as undisturbed: {same}"
    )
    sys.exit(not same)


if __name__ == "__main__":
    main()
