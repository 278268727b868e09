"""Writes the machine code of forbidden calls into memory that can be run, and jumps there.

must: fail; a call is judged where the kernel takes it, not where it comes from
stopped by: SECCOMP, LANDLOCK, NETWORK, PROCESSES
"""

import ctypes
import mmap
import platform

CODE = {
    # mov eax, 41 (socket); mov edi, 2; mov esi, 1; xor edx, edx; syscall; ret
    "x86_64": "b829000000bf02000000be0100000031d20f05c3",
    # mov x8, 198 (socket); mov x0, 2; mov x1, 1; mov x2, 0; svc 0; ret
    "aarch64": "c81880d2400080d2210080d2020080d2010000d4c0035fd6",
}[platform.machine()]
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex(CODE))
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
made = ctypes.CFUNCTYPE(ctypes.c_long)(start)()
print(made)
if made >= 0:
    print("BREACH: a socket,", made)


def double(x):
    return 2 * x
