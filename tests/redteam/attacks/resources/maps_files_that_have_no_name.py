"""Fills the disk with files that have neither name nor descriptor: one page of each stays mapped.

must: stop at its own small disk; what is open or mapped is counted, too
stopped by: SCRATCH, QUOTA
seconds: 10
"""

import mmap
import os
import time

kept, written = [], 0
try:
    for number in range(50):
        descriptor = os.open("nameless", os.O_RDWR | os.O_CREAT)
        os.unlink("nameless")
        for _ in range(7):
            written += os.write(descriptor, bytes(2 << 20))
        kept.append(mmap.mmap(descriptor, 4096))
        os.close(descriptor)
        time.sleep(0.02)
except OSError as error:
    print(error.strerror)
if written > 256 << 20:
    print("BREACH: wrote", written >> 20, "MiB")


def double(x):
    return 2 * x
