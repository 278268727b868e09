"""Listens on a port for somebody to come and take the data.

must: fail; there are no sockets
stopped by: SECCOMP, LANDLOCK, NETWORK
"""

import socket

print("BREACH: listening", socket.create_server(("127.0.0.1", 0)))


def double(x):
    return 2 * x
