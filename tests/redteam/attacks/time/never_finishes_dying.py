"""Loops in a destructor and in an exit handler.

must: time out or end; neither exit handlers nor destructors keep a process alive
stopped by: CLOCK
seconds: 1
"""

import atexit


class Undead:
    def __del__(self):
        while True:
            pass


@atexit.register
def stay():
    while True:
        pass


keep = Undead()
del keep


def double(x):
    return 2 * x
