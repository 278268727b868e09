"""Finds what is mapped above its heap and around its stack with mincore, and reads all of it.

must: find nothing of anybody's; the server that it was forked from has never held a submission
stopped by: PAST
seconds: 20
"""

import ctypes
import os
import re
import sys

libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t
libc.mincore.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
STEP = 1 << 16
reading, writing = os.pipe()
there = ctypes.create_string_buffer(16)
found, seen = set(), 0


def is_mapped(address):
    return libc.mincore(address, STEP, there) == 0


def scan(address, direction):
    """Walk from *address* until a gap of some megabytes."""
    global seen
    gap = 0
    while gap < 512:
        if not is_mapped(address):
            gap += 1
        else:
            gap = 0
            done = libc.write(writing, address, STEP)
            if done > 0:
                page = os.read(reading, done)
                seen += done
                for text in (page, page[::2]):
                    if b"TOKEN" in text:
                        found.update(re.findall(rb"TOKEN[0-9a-f]{32}", text))
        address += direction * STEP


local = ctypes.c_int()
starts = [libc.sbrk(0), ctypes.addressof(local), id(sys.stdout), id(object()), id(sys._getframe())]
for start in starts:
    for direction in (-1, 1):
        scan((start & ~(STEP - 1)) + (direction > 0) * STEP, direction)
print(seen, found)


def double(x):
    return 2 * x
