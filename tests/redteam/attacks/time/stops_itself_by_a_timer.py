"""Has a timer of its own send SIGSTOP, so that it neither computes nor ends nor dies of SIGTERM.

must: time out; a stopped process is killed like a running one
stopped by: CLOCK
seconds: 1
"""

import ctypes
import signal
import time

libc = ctypes.CDLL(None)


class Event(ctypes.Structure):
    _fields_ = [
        ("value", ctypes.c_void_p),
        ("number", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("rest", ctypes.c_char * 48),
    ]


def double(x):
    event, timer = Event(None, signal.SIGSTOP, 0), ctypes.c_void_p()
    libc.timer_create(1, ctypes.byref(event), ctypes.byref(timer))
    soon = (ctypes.c_long * 4)(0, 0, 0, 1000)
    libc.timer_settime(timer, 0, ctypes.byref(soon), None)
    while True:
        time.sleep(1)
