"""Asks for an io_uring, which opens sockets without calling socket.

must: fail; there are no rings
stopped by: SECCOMP
"""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
parameters = ctypes.create_string_buffer(120)
if libc.syscall(425, 4, parameters) >= 0:
    print("BREACH: a ring")
print(os.strerror(ctypes.get_errno()))


def double(x):
    return 2 * x
