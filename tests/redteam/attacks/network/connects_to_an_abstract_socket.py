"""Connects to an abstract Unix socket, which has no file and no rights.

must: fail; there are no sockets
stopped by: SECCOMP, NETWORK, LANDLOCK
"""

import socket

socket.socket(socket.AF_UNIX).connect("\0__ABSTRACT__")


def double(x):
    return 2 * x
