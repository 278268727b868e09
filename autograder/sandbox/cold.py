"""
One job in a fresh process, for systems without fork: ``python -m autograder.sandbox.cold``.

Kind and limits come as JSON in the first argument, the payload (and behind it the files that go with
it, their sizes in that argument) is the file on standard input, the answer goes to standard output.
Importing torch anew takes seconds; that is the price of running anywhere. Limits are all the
isolation there is: for a learner's own work, not for strangers'.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.child import run_child
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import Kind, Task
from autograder.sandbox.walls.places import forget_packages

__all__ = ["main"]


def main(kind: Kind, limits: Limits, sizes: Sequence[int]) -> None:
    """Run the one job."""
    task = Task.of(kind)
    task.start(kind)
    if not kind.packages:
        forget_packages()
    # Descriptors of our own: the standard ones are about to be taken away. All others are
    # closed, the interpreter's own among them.
    folder = Path(tempfile.gettempdir())
    files = [_apart(size) for size in sizes] or [os.dup(0)]
    run_child(task, files, os.dup(1), folder, lambda: _lower(limits))
    os._exit(0)


def _apart(size: int) -> int:
    """The next *size* bytes of standard input, as a file of their own."""
    with tempfile.TemporaryFile() as file:
        while size and (part := os.read(0, min(size, 1 << 20))):
            file.write(part)
            size -= len(part)
        file.flush()
        return os.dup(file.fileno())


def _lower(limits: Limits) -> None:
    if sys.platform == "win32":  # It has none of these; the parent's clock still holds there.
        return
    from autograder.sandbox.walls.layer import Ground  # noqa: PLC0415 - needs a Unix
    from autograder.sandbox.walls.limits import ResourceLimits  # noqa: PLC0415

    layer = ResourceLimits(Ground(Path.cwd()))
    layer.prepare()
    layer.raise_in_child(limits)


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    main(Kind(**options["kind"]), Limits(**options["limits"]), options["sizes"])
