"""Makes namespaces of its own, in which it would be root again.

must: fail; there are no new namespaces
stopped by: SECCOMP
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x00020000, 0x40000000):
    if libc.unshare(flag) == 0:
        print("BREACH: a namespace")
    print(os.strerror(ctypes.get_errno()))


def double(x):
    return 2 * x
