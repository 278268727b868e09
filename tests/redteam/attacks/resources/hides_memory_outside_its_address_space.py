"""Puts data where no limit on address space counts it: shared memory, memfd, message queues.

must: fail; there is no memory but one's own
stopped by: SECCOMP
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
segment = libc.shmget(0, 1 << 20, 0o1600)
if segment >= 0:
    libc.shmctl(segment, 0, None)
    print("BREACH: shared memory")
try:
    os.memfd_create("hidden")
    print("BREACH: a file in memory")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
