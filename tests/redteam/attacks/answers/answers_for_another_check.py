"""Sends right-looking observations for checks that were never asked for.

must: error as malformed
stopped by: READER
"""

import os

for descriptor in range(3, 64):
    for name in (b"__class__", b"../../ledger", b"doubles_numbers"):
        message = b'{"check": "%b", "case": -1, "observation": {}, "passed": true}\n' % name
        try:
            os.write(descriptor, message)
        except OSError:
            break


def double(x):
    return x * 0
