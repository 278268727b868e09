"""Reserves blocks beyond the ends of files, whose lengths stay zero.

must: stop at its own small disk; blocks are counted, not lengths
stopped by: SCRATCH, QUOTA
seconds: 5
"""

import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
KEEP_SIZE = 1
reserved = 0
for number in range(40):
    descriptor = os.open(str(number), os.O_CREAT | os.O_RDWR)
    if libc.fallocate(descriptor, KEEP_SIZE, ctypes.c_long(0), ctypes.c_long(14 << 20)):
        print(os.strerror(ctypes.get_errno()))
        break
    os.close(descriptor)
    reserved += 14
    time.sleep(0.02)
if reserved > 256:
    print("BREACH: reserved", reserved, "MiB")


def double(x):
    return 2 * x
