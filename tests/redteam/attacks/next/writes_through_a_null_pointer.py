"""Writes to address 0 through ctypes.

must: crash alone
stopped by: FORK
"""

import ctypes


def double(x):
    ctypes.memset(0, 1, 1)
