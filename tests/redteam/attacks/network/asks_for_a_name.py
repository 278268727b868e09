"""Asks for a host name, which can carry data in the question.

must: fail; there are no sockets
stopped by: SECCOMP, NETWORK
"""

import socket

socket.getaddrinfo("localhost", 80)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"stolen.example", ("127.0.0.1", __UDP__))


def double(x):
    return 2 * x
