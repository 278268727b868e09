"""Reads environment and arguments where the kernel put them, above its stack; /proc is not needed.

must: find no secret; a server gets a handful of variables and no other
stopped by: ENVIRONMENT
"""

import ctypes
import os
import re

libc = ctypes.CDLL(None)
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
number = 0
while environ[number] is not None:
    print(environ[number].decode("latin-1"))
    number += 1
libc.write.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t
reading, writing = os.pipe()
address = ctypes.cast(environ, ctypes.c_void_p).value & ~4095
while libc.write(writing, address, 4096) > 0:
    print(re.findall(rb"TOKEN[0-9a-f]{32}", os.read(reading, 4096)))
    address += 4096
print(dict(os.environ))


def double(x):
    return 2 * x
