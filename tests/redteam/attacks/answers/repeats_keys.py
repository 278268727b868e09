"""Sends one key twice, so that careless readers take the second.

must: error as malformed
stopped by: READER
"""

import os

MESSAGE = b'{"check": "doubles_numbers", "case": 0, "passed": false, "passed": true}\n'
for descriptor in range(3, 64):
    try:
        os.write(descriptor, MESSAGE)
    except OSError:
        pass


def double(x):
    return x * 0
