"""Makes 32-bit and x32 system calls from machine code, whose numbers mean other things.

must: die at once; a filter has to look at the architecture first
stopped by: SECCOMP, USER, LANDLOCK
"""

import ctypes
import mmap
import os
import platform

page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))


def call(code):
    page[: len(code)] = code
    return ctypes.CFUNCTYPE(ctypes.c_long)(address)()


def double(x):
    if platform.machine() != "x86_64":
        return 2 * x
    # getpid (39) with the bit of x32 set; then int 0x80 with fork (2).
    if call(b"\xb8\x27\x00\x00\x40\x0f\x05\xc3") > 0:
        print("BREACH: an x32 call")
    if (pid := call(b"\xb8\x02\x00\x00\x00\xcd\x80\xc3")) >= 0:
        if pid == 0:
            os._exit(0)
        print("BREACH: a 32-bit call")
    return 2 * x
