"""
One job in a fresh process, for systems without fork: ``python -m autograder.sandbox.cold``.

The job comes as JSON on standard input, the answer goes to standard output.
Importing torch anew takes seconds; that is the price of running anywhere.
"""

from __future__ import annotations

import json
import os
import sys

from autograder.sandbox.child import run_child
from autograder.sandbox.jobs import Job

__all__ = ["main"]


def main() -> None:
    """Run the one job."""
    job = Job.from_json(json.load(sys.stdin))
    # A pipe of our own: the standard one is about to be taken away.
    run_child(job, os.dup(1))
    os._exit(0)


if __name__ == "__main__":
    main()
