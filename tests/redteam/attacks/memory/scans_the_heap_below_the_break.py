"""Reads the heap below the program break page by page, and looks for text in any width.

must: find nothing of anybody's; the server that it was forked from has never held a submission
stopped by: PAST
seconds: 5
"""

import ctypes
import os
import re

libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t
reading, writing = os.pipe()
address, holes, found = libc.sbrk(0) & ~4095, 0, set()
while holes < 9:
    address -= 32768
    if libc.write(writing, address, 32768) < 1:
        holes += 1
        continue
    holes, page = 0, os.read(reading, 32768)
    for text in (page, page[::2], page[::4]):
        found |= set(re.findall(rb"TOKEN[0-9a-f]{32}", text))
print(found)


def double(x):
    return 2 * x
