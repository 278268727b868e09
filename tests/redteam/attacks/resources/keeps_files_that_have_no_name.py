"""Fills the disk with files that it removes while they are open: no name is left to be counted.

must: stop at its own small disk; what is open or mapped is counted, too
stopped by: SCRATCH, QUOTA
seconds: 10
"""

import os
import time

kept, written = [], 0
try:
    for number in range(50):
        descriptor = os.open("nameless", os.O_RDWR | os.O_CREAT)
        os.unlink("nameless")
        kept.append(descriptor)
        for _ in range(7):
            written += os.write(descriptor, bytes(2 << 20))
        time.sleep(0.02)
except OSError as error:
    print(error.strerror)
if written > 256 << 20:
    print("BREACH: wrote", written >> 20, "MiB")


def double(x):
    return 2 * x
