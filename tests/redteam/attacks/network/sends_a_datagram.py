"""Sends a UDP datagram.

must: fail; there are no sockets
stopped by: SECCOMP, NETWORK
"""

import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"stolen", ("127.0.0.1", __UDP__))


def double(x):
    return 2 * x
