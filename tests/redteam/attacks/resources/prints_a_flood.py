"""Prints a gigabyte.

must: be cut at a few thousand characters
stopped by: CLOCK
seconds: 1
"""

import sys


def double(x):
    line = "x" * 100_000
    while True:
        print(line)
        sys.stderr.write(line)
        sys.stdout.write(line)
