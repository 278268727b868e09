"""Calls abort, and kills itself by every signal there is.

must: crash alone
stopped by: FORK
"""

import ctypes
import os


def double(x):
    for number in (9, 15, 6, 11):
        try:
            os.kill(os.getpid(), number)
        except OSError:
            pass
    ctypes.CDLL(None).abort()
