"""Ends its first thread by a raw call, so that the process looks dead while others go on.

must: time out; the clock counts all threads, and the process is watched, not its first thread
stopped by: CLOCK
seconds: 1
"""

import ctypes
import platform
import threading

EXIT = {"x86_64": 60, "aarch64": 93}[platform.machine()]


def go_on():
    while True:
        pass


def double(x):
    threading.Thread(target=go_on, daemon=True).start()
    threading.Thread(target=go_on, daemon=True).start()
    ctypes.CDLL(None).syscall(EXIT, 0)
