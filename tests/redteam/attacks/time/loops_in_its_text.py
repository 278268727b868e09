"""Raises an exception whose text never ends.

must: time out
stopped by: CLOCK
seconds: 1
"""


class Babble(AssertionError):
    def __str__(self):
        while True:
            pass

    def __del__(self):
        while True:
            pass


def double(x):
    raise Babble
