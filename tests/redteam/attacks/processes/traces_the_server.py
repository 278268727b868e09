"""Attaches to the server as a debugger, reads its memory and takes its descriptors.

must: fail; other processes can't be touched
stopped by: SECCOMP, PROCESSES, USER, LANDLOCK, NO_NEW_PRIVILEGES
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.ptrace(16, __SERVER__, 0, 0) == 0:
    libc.waitpid(__SERVER__, 0, 0x40000000)
    libc.ptrace(17, __SERVER__, 0, 0)
    print("BREACH: traced")
try:
    pidfd = os.pidfd_open(__SERVER__)
    for number in range(64):
        if libc.syscall(438, pidfd, number, 0) >= 0:
            print("BREACH: took a descriptor")
            break
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
