"""Mounts, moves the root and changes it.

must: fail; nothing can be mounted
stopped by: SECCOMP, USER, NO_NEW_PRIVILEGES, LANDLOCK
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
os.mkdir("here")
if libc.mount(b"tmpfs", b"here", b"tmpfs", 0, None) == 0:
    print("BREACH: mounted")
    libc.umount2(b"here", 2)
try:
    os.chroot(".")
    print("BREACH: another root")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
