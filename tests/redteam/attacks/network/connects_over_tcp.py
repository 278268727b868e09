"""Connects to a port of this machine, as one would to send data home.

must: fail; there are no sockets
stopped by: SECCOMP, NETWORK, LANDLOCK
"""

import socket

socket.create_connection(("127.0.0.1", __PORT__), timeout=1).sendall(b"stolen")


def double(x):
    return 2 * x
