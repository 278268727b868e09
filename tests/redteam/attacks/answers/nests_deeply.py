"""Sends lists in lists, a hundred thousand deep.

must: error as malformed; the grader goes on
stopped by: READER
"""

import os

for descriptor in range(3, 64):
    try:
        os.write(descriptor, b"[" * 100_000 + b"]" * 100_000 + b"\n")
    except OSError:
        pass


def double(x):
    return 2 * x
