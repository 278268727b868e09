"""Reads memory by calls made for other things: vmsplice, process_vm_readv, /proc/self/mem, mremap.

must: fail at the first ones, and find nothing by the last
stopped by: PAST, SECCOMP, LANDLOCK
seconds: 10
"""

import ctypes
import os
import re

libc = ctypes.CDLL(None, use_errno=True)
libc.sbrk.restype = ctypes.c_void_p
libc.mremap.restype = ctypes.c_void_p
top = libc.sbrk(0) & ~4095
found = set()


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def look(data):
    found.update(re.findall(rb"TOKEN[0-9a-f]{32}", data))


SIZE = 1 << 15
here = ctypes.create_string_buffer(SIZE)
reading, writing = os.pipe()
try:
    memory = os.open("/proc/self/mem", os.O_RDONLY)
except OSError as error:
    print(error.strerror)
    memory = -1
for back in range(1, 4000):
    address = top - back * SIZE
    ours, theirs = Vector(ctypes.addressof(here), SIZE), Vector(address, SIZE)
    if libc.process_vm_readv(os.getpid(), ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) > 0:
        look(here.raw)
    if libc.vmsplice(writing, ctypes.byref(theirs), 1, 0) > 0:
        look(os.read(reading, SIZE))
    if memory >= 0:
        try:
            look(os.pread(memory, SIZE, address))
        except OSError:
            pass
moved = libc.mremap(ctypes.c_void_p(top - SIZE), SIZE, SIZE, 1)
print(found, ctypes.get_errno())


def double(x):
    return 2 * x
