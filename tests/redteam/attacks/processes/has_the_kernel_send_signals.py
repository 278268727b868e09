"""Makes the server the owner of a descriptor, and has the kernel kill it when data comes.

must: fail; a descriptor keeps its owner
stopped by: SECCOMP, PROCESSES, USER, LANDLOCK
"""

import fcntl
import os
import signal

reading, writing = os.pipe()
try:
    fcntl.fcntl(reading, fcntl.F_SETOWN, __SERVER__)
    fcntl.fcntl(reading, 10, int(signal.SIGKILL))
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writing, b"x")
    print("BREACH: a signal by way of the kernel")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
