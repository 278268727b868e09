"""Makes sockets of rare families: netlink, packet, vsock, crypto, raw.

must: fail; there are no sockets of any family
stopped by: SECCOMP
"""

import socket

for family, kind in ((16, 3), (17, 3), (40, 1), (38, 5), (2, 3), (1, 5), (10, 1)):
    try:
        socket.socket(family, kind)
        print("BREACH: a socket of family", family)
    except OSError as error:
        print(error.strerror)
try:
    socket.socketpair()
    print("BREACH: a pair of sockets")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
