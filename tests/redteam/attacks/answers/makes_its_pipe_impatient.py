"""Makes the pipe non-blocking and fills it, so that messages are cut where it happens to be full.

must: error; what is cut is no answer
stopped by: READER
seconds: 5
"""

import fcntl
import os

for descriptor in range(3, 64):
    try:
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_NONBLOCK)
        for _ in range(200):
            os.write(descriptor, b'{"passed": true, "printed": "' + b"x" * 70_000)
    except OSError:
        pass


def double(x):
    return x * 0
