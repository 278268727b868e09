"""Enters the network of the grader, where the machine's own world is.

must: fail; /proc is closed and the call refused
stopped by: SECCOMP, LANDLOCK, USER, NO_NEW_PRIVILEGES
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
try:
    descriptor = os.open("/proc/__GRADER__/ns/net", os.O_RDONLY)
    if libc.setns(descriptor, 0) == 0:
        print("BREACH: entered")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
