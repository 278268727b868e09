"""Starts processes by clone, clone3 and vfork directly, past Python and libc.

must: fail; the kernel's filter sees the same calls
stopped by: SECCOMP
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
arguments = (ctypes.c_uint64 * 11)()
arguments[4] = 17
for number, first, second in ((56, 17, 0), (435, ctypes.addressof(arguments), 88)):
    pid = libc.syscall(ctypes.c_long(number), ctypes.c_long(first), ctypes.c_long(second), 0, 0, 0)
    if pid == 0:
        os._exit(0)
    print("BREACH: cloned" if pid > 0 else os.strerror(ctypes.get_errno()))


def double(x):
    return 2 * x
