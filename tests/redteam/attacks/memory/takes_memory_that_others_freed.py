"""Asks malloc for blocks of every size, uncleared, and reads what earlier owners left in them.

must: find nothing of anybody's; what the server frees was never a submission's
stopped by: PAST
seconds: 10
"""

import ctypes
import re

import numpy
import torch

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
found = set()
held = []
for size in sorted({1 << power for power in range(5, 20)} | set(range(40, 6000, 24))):
    for _ in range(12):
        address = libc.malloc(ctypes.c_size_t(size))
        if address:
            found |= set(re.findall(rb"OKEN[0-9a-f]{32}", ctypes.string_at(address, size)))
    held.append(torch.empty(size, dtype=torch.uint8))
    found |= set(re.findall(rb"OKEN[0-9a-f]{32}", held[-1].numpy().tobytes()))
    held.append(numpy.empty(size, dtype=numpy.uint8))
    found |= set(re.findall(rb"OKEN[0-9a-f]{32}", held[-1].tobytes()))
print({b"T" + each for each in found})


def double(x):
    return 2 * x
