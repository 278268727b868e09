"""Adds rules to its walls: another Landlock ruleset, another filter, dumpable again.

must: fail; walls only ever get narrower, and these calls are refused
stopped by: SECCOMP
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
rights = (ctypes.c_uint64 * 1)(1 << 2)
if libc.syscall(444, rights, 8, 0) >= 0:
    print("BREACH: a ruleset of its own")
if libc.prctl(4, 1, 0, 0, 0) == 0:
    print("BREACH: dumpable")
print(os.strerror(ctypes.get_errno()))


def double(x):
    return 2 * x
