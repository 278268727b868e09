"""Raises ten to a power that takes hours, in C.

must: time out or run out of memory
stopped by: CLOCK
seconds: 1
"""


def double(x):
    return len(str(3 ** (10**8)))
