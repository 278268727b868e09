"""Pushes keys into the terminal from which the grader was started.

must: fail; no terminal can be opened
stopped by: LANDLOCK, SECCOMP
"""

import fcntl
import os

try:
    main, terminal = os.openpty()
    fcntl.ioctl(terminal, 0x540E, 0)
    fcntl.ioctl(terminal, 0x5412, b"x")
    print("BREACH: typed")
except OSError as error:
    print(error.strerror)
try:
    open("/dev/tty", "w")
    print("BREACH: terminal")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
