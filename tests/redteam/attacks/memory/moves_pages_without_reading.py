"""Moves pages out of descriptors with splice, sendfile and copy_file_range, which read() is not.

must: find no descriptor to move from
stopped by: DESCRIPTORS
"""

import os
import re

reading, writing = os.pipe()
for descriptor in range(3, 4096):
    for move in (
        lambda: os.splice(descriptor, writing, 4096, offset_src=0),
        lambda: os.sendfile(writing, descriptor, 0, 4096),
    ):
        try:
            if move():
                print(re.findall(rb"TOKEN[0-9a-f]{32}", os.read(reading, 4096)))
        except OSError:
            pass
    try:
        copy = os.open("copy", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.copy_file_range(descriptor, copy, 4096, 0)
        print(re.findall(rb"TOKEN[0-9a-f]{32}", os.pread(copy, 4096, 0)))
        os.close(copy)
    except OSError:
        pass


def double(x):
    return 2 * x
