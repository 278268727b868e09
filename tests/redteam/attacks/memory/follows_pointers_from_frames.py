"""Takes its own frame's address and follows every pointer from there, through objects of any type.

must: find nothing of anybody's; no frame, and nothing that one leads to, has held a submission
stopped by: PAST
seconds: 10
"""

import collections
import ctypes
import os
import re
import struct
import sys

libc = ctypes.CDLL(None)
libc.write.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t
reading, writing = os.pipe()
SIZE = 2048
found, known = set(), set()
waiting = [id(sys._getframe()), *(id(frame) for frame in sys._current_frames().values())]
frame = sys._getframe()
while frame is not None:
    waiting.append(id(frame))
    frame = frame.f_back
waiting = collections.deque(waiting)
while waiting and len(known) < 60_000 and not found:
    address = waiting.popleft() & ~15
    if address in known:
        continue
    known.add(address)
    done = libc.write(writing, address, SIZE)
    if done < 1:
        continue
    block = os.read(reading, done)
    found |= set(re.findall(rb"TOKEN[0-9a-f]{32}", block))
    for (word,) in struct.iter_unpack("Q", block[: len(block) & ~7]):
        if 0x1000000 < word < 0x7FFFFFFFFFFF and not word & 7:
            waiting.append(word)
print(len(known), found)


def double(x):
    return 2 * x
