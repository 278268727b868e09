"""
What reading hostile hand-ins costs the grader's own process: memory, CPU time and waiting time.

    python benchmarks/reading.py [--quick] [--json] [--students N]

Each kind is read in a process of its own, beside an honest file, so that peaks do not mix. What
the throwaway process takes is not counted: it is limited there. ``--students`` adds honest ones.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hostile import FILES, HONEST, LARGE, made, zipped

from autograder.submissions import File, Question, Reader

STEP = Question("step_no_grad", "step_no_grad")
#: As in the issue: five archives of one student, a megabyte each.
FIVE = "five archives of 1 MB, one student"


def measured(name, content, folder):
    """Read one hostile file beside an honest one, in a process of its own."""
    path = Path(folder) / "content"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, __file__, "--one", name, str(path)],
        check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    return json.loads(done.stdout)


def peak():
    """Most memory of this process so far, in MB; ru_maxrss would include its parent's."""
    message = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", message)[1]) / 1024


def read_one(name, path):
    """Read in the process that is measured. Only sizes go through its memory, never the file."""
    count = 5 if name == FIVE else 1
    name = "a.zip" if name == FIVE else pickle.loads(bytes.fromhex(name))
    files = [File(f"{n}/{name}" if count > 1 else name, path) for n in range(count)]
    honest = Path(path).with_name("step_no_grad.py")
    honest.write_bytes(HONEST)
    with Reader() as reader:
        reader.attempt([File("step_no_grad.py", honest)], [STEP])  # the server is warm now
        before = peak()
        cpu, started = time.process_time(), time.monotonic()
        found = reader.attempt([*files, File("step_no_grad.py", honest)], [STEP])
        message = {
            "cpu": time.process_time() - cpu,
            "seconds": time.monotonic() - started,
            "peak": peak(),
            "more": peak() - before,
            "honest": "step_no_grad" in found.programs,
            "unread": len(found.unread),
            "why": found.unread[0][1] if found.unread else "",
        }
    print(json.dumps(message))


def honest_class(students, folder):
    """Milliseconds for each student, for reading alone."""
    path = Path(folder) / "step_no_grad.py"
    path.write_bytes(HONEST)
    with Reader() as reader:
        reader.attempt([File("step_no_grad.py", path)], [STEP])
        cpu, started = time.process_time(), time.monotonic()
        for _ in range(students):
            reader.attempt([File("step_no_grad.py", path)], [STEP])
        return (time.monotonic() - started) / students * 1e3, (
            time.process_time() - cpu
        ) / students * 1e3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="without the large ones")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        read_one(options.one[0], Path(options.one[1]))
        return
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in FILES if options.quick else FILES | LARGE:
            name, content = made(kind)
            rows[kind] = measured(pickle.dumps(name).hex(), content, folder)
            show(kind, len(content), rows[kind], quiet=options.json)
        five = zipped(**{f"{n}.py": bytes(50_000_000) for n in range(20)})
        rows[FIVE] = measured(FIVE, five, folder)
        show(FIVE, 5 * len(five), rows[FIVE], quiet=options.json)
        waited, own = honest_class(options.students, folder)
    if options.json:
        print(json.dumps(rows))
        return
    print(f"\nhonest: {waited:.1f} ms a student, of which the grader's own CPU {own:.1f} ms")
    print(f"worst:  {max(r['cpu'] for r in rows.values()):.3f} s CPU, "
          f"{max(r['peak'] for r in rows.values()):.0f} MB in all")  # fmt: skip


def show(kind, size, row, *, quiet):
    if quiet:
        return
    if not getattr(show, "begun", False):
        print(
            f"{'kind':<38}{'size':>10}{'CPU s':>8}{'peak MB':>9}{'more':>6}{'waited s':>10}  honest one  told"
        )
        show.begun = True
    print(
        f"{kind[:37]:<38}{size:>10,}{row['cpu']:>8.3f}{row['peak']:>9.0f}{row['more']:>6.1f}"
        f"{row['seconds']:>10.2f}  {'read' if row['honest'] else 'LOST':<10}  {row['why'][:60]}",
        flush=True,
    )


if __name__ == "__main__":
    main()
