"""Lets a timer's handler write forged messages while the recorder is between two of its own.

must: error as malformed; no message may come but the one whose turn it is
stopped by: READER
"""

import os
import signal


def handle(number, frame):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b'{"check": "doubles_tensors", "case": 2, "passed": true}\n')
        except OSError:
            pass


signal.signal(signal.SIGALRM, handle)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)


def double(x):
    for _ in range(100_000):
        pass
    return x * 0
