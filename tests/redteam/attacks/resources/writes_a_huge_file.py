"""Writes one huge file, and a sparse one of a petabyte.

must: be refused by the limit on files
stopped by: LIMITS, SCRATCH
"""

import os

try:
    with open("huge", "wb") as file:
        os.ftruncate(file.fileno(), 1 << 40)
    print("BREACH: a terabyte")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
