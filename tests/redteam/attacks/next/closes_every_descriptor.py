"""Closes all descriptors, and opens others in their place.

must: error; the grader and the next submission go on
stopped by: FORK
"""

import os

os.closerange(0, 256)
for _ in range(20):
    os.open(os.devnull, os.O_RDWR)


def double(x):
    os.write(5, b"nonsense")
    return 2 * x
