"""Reads and maps every descriptor from the start, also those beyond its own limit.

must: find none but its answer and three to nowhere
stopped by: DESCRIPTORS
"""

import mmap
import os
import re

for descriptor in range(4096):
    try:
        print(re.findall(rb"TOKEN[0-9a-f]{32}", os.pread(descriptor, 1 << 20, 0)))
    except OSError:
        pass
    try:
        size = os.fstat(descriptor).st_size
        if size:
            mapped = mmap.mmap(descriptor, size, mmap.MAP_PRIVATE, mmap.PROT_READ)
            print(re.findall(rb"TOKEN[0-9a-f]{32}", mapped))
    except (OSError, ValueError):
        pass


def double(x):
    return 2 * x
