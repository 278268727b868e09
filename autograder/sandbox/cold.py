"""
One job in a fresh process, for systems without fork: ``python -m autograder.sandbox.cold``.

The job comes as JSON on standard input, the answer goes to standard output.
Importing torch anew takes seconds; that is the price of running anywhere. Limits
are all the isolation there is: for a learner's own work, not for strangers'.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import torch

from autograder.sandbox.child import run_child
from autograder.sandbox.jobs import Job, Limits

__all__ = ["main"]


def main() -> None:
    """Run the one job."""
    job = Job.from_json(json.load(sys.stdin))
    torch.set_num_threads(1)
    # A pipe of our own: the standard one is about to be taken away. High up, since
    # all other descriptors are closed, the interpreter's own among them.
    run_child(job, os.dup(1), Path(tempfile.gettempdir()), lambda: _lower(job.limits))
    os._exit(0)


def _lower(limits: Limits) -> None:
    if sys.platform == "win32":  # It has none of these; the parent's clock still holds there.
        return
    from autograder.sandbox.walls.layer import Ground  # noqa: PLC0415 - needs a Unix
    from autograder.sandbox.walls.limits import ResourceLimits  # noqa: PLC0415

    layer = ResourceLimits(Ground(Path.cwd()))
    layer.prepare()
    layer.raise_in_child(limits)


if __name__ == "__main__":
    main()
