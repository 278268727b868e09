"""Handles its own segmentation fault, returns to the faulting instruction, and faults again.

must: time out or crash; a fault costs CPU time like anything else
stopped by: CLOCK
seconds: 1
"""

import ctypes
import signal

signal.signal(signal.SIGSEGV, lambda *_: None)


def double(x):
    return ctypes.string_at(8)
