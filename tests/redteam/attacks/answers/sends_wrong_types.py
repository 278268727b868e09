"""Sends texts for numbers, numbers for objects, and nothing at all.

must: error as malformed; the grader goes on
stopped by: READER
"""

import os

MESSAGES = (b"1", b"null", b'"text"', b"[]", b'{"check": 1, "case": "x", "score": []}', b"")
for descriptor in range(3, 64):
    for message in MESSAGES:
        try:
            os.write(descriptor, message + b"\n")
        except OSError:
            break


def double(x):
    return 2 * x
