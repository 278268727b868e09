"""Asks for a file by its handle, which is how one once got out of containers.

must: fail; refused, and without the rights for it
stopped by: SECCOMP, USER, NO_NEW_PRIVILEGES, LANDLOCK
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(136)
ctypes.memmove(handle, (128).to_bytes(4, "little"), 4)
mount = ctypes.c_int()
if libc.name_to_handle_at(-100, b"__SECRET_FILE__", handle, ctypes.byref(mount), 0) == 0:
    folder = os.open("/tmp", os.O_RDONLY)
    found = libc.open_by_handle_at(folder, handle, 0)
    if found >= 0:
        print(os.read(found, 100))
print(os.strerror(ctypes.get_errno()))


def double(x):
    return 2 * x
