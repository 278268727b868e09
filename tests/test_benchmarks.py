"""Every benchmark in its smallest form: that it still runs, not what it measures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
SMALLEST = {
    "child.py": ["--rounds", "1"],
    "classroom.py": ["--smoke"],
    "drawing.py": ["--checks", "1"],
    "forging.py": ["step_no_grad"],
    "grading.py": ["--students", "3", "--sample", "0"],
    "growth.py": ["--students", "3", "--rest", "3", "--likeness", "50"],
    "latency.py": ["--saves", "2", "--peer-runs", "1"],
    "load.py": ["--loops", "0", "--exercises", "step_no_grad"],
    "reading.py": ["--quick", "--students", "1"],
    "soak.py": ["--submissions", "20"],
    "term.py": ["--students", "3"],
    "thieves.py": ["--rounds", "1", "--tier", "standard"],
    "throughput/run.py": ["--smoke"],
    "web_latency.py": ["--smoke"],
}

#: Programs that a benchmark runs as processes of their own.
PARTS = {"classroom_hostile.py"}


def test_each_benchmark_has_a_smallest_form():
    found = [path.relative_to(BENCHMARKS) for path in BENCHMARKS.rglob("*.py")]
    programs = {
        path.as_posix()
        for path in found
        if "__main__" in (BENCHMARKS / path).read_text(encoding="utf-8")
    }

    assert programs - PARTS == set(SMALLEST)


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="they measure the fork server")
@pytest.mark.parametrize("name", SMALLEST)
def test_each_benchmark_runs(name, tmp_path):
    done = subprocess.run(
        [sys.executable, BENCHMARKS / name, *SMALLEST[name]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]


def test_a_relative_venv_of_otter_is_meant_from_where_the_command_was_typed(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS / "throughput"))
    monkeypatch.chdir(tmp_path)
    import run

    (tmp_path / "venv/bin").mkdir(parents=True)
    otter = tmp_path / "venv/bin/otter"
    otter.write_text("#!/bin/sh\necho 'Total Score: 10.000 / 10.000'\n")
    otter.chmod(0o755)

    assert len(run.otter(Path("venv"), tmp_path / "elsewhere", 1)) == 1


#: Ends at once, and leaves an orphan that is busy for half a second of CPU time.
ORPHANED = """
import os, time
if os.fork() == 0:
    if os.fork() == 0:
        while time.process_time() < 0.5:
            pass
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="orphans go to another process elsewhere")
def test_the_time_of_orphans_counts(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from measuring import measured

    used = measured([sys.executable, "-c", ORPHANED])

    assert used.cpu >= 0.5
