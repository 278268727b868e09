"""
Grade a class on a real Dask cluster of processes, whose first worker is killed midway.

It is alone until then, so that all which was sent to the cluster is lost with it.

    python tests/cluster.py PLACE OUT [WORKERS [no-kill]]

PLACE holds hw1.yaml, class/ and dist/instructor/bundle.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    place, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    kill = "no-kill" not in sys.argv
    work = Path(tempfile.mkdtemp())
    file = work / "scheduler.json"
    with contextlib.ExitStack() as stack:
        scheduler = start(
            stack, "scheduler", "--scheduler-file", file, "--port", "0", "--no-dashboard"
        )
        while not file.exists():
            assert scheduler.poll() is None
            time.sleep(0.05)

        def start_worker():
            return start(
                stack, "worker", "--scheduler-file", file, "--nthreads", "1", "--no-nanny",
                "--local-directory", work, "--no-dashboard",
            )  # fmt: skip

        first = start_worker()
        import json

        address = json.loads(file.read_text())["address"]
        begun = time.monotonic()
        grading = subprocess.Popen(
            [sys.executable, "-m", "autograder", "grade", place / "hw1.yaml", place / "class",
             "-o", out, "--bundle", place / "dist/instructor/bundle", "--isolation", "process",
             "--scheduler", address]
        )  # fmt: skip
        if kill:
            # As soon as a worker has a child, it has begun to grade.
            while grading.poll() is None and not children(first.pid):
                time.sleep(0.01)
            first.send_signal(signal.SIGKILL)
            print("killed a worker")
        for _ in range(count if kill else count - 1):
            start_worker()
        code = grading.wait()
        print(f"{count} workers: {time.monotonic() - begun:.1f} s")
    sys.exit(code)


def start(stack, what, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + what, *map(str, arguments)],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip

    def stop():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    stack.callback(stop)
    return process


def children(pid: int) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()) or any(
            (task / "children").read_text().split() for task in Path(f"/proc/{pid}/task").iterdir()
        )
    except OSError:
        return False


if __name__ == "__main__":
    main()
