"""Connects to a Unix socket, as a container engine or a desktop listens on.

must: fail; there are no sockets
stopped by: SECCOMP
"""

import socket

socket.socket(socket.AF_UNIX).connect("__UNIX__")


def double(x):
    return 2 * x
