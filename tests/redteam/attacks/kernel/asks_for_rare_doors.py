"""Tries the doors through which kernels were broken: keyrings, userfaultfd, io_uring.

must: fail; all are refused
stopped by: SECCOMP
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
# add_key, keyctl (get a keyring), userfaultfd, inotify_init1, io_uring_setup
ring = ctypes.create_string_buffer(120)
for number, *arguments in (
    (425, 4, ring),
    (248, b"user", b"x", b"y", 1, -2),
    (250, 0, -3, 1),
    (323, 1),
    (294, 0),
):
    if libc.syscall(number, *arguments) >= 0:
        print("BREACH: door", number)
    else:
        print(os.strerror(ctypes.get_errno()))


def double(x):
    return 2 * x
