"""Sends NaN, Infinity and numbers larger than any float.

must: error as malformed; the grader goes on
stopped by: READER
"""

import os

for descriptor in range(3, 64):
    for value in (b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000):
        message = b'{"check": "doubles_numbers", "case": 0, "score": %b, "passed": true}\n' % value
        try:
            os.write(descriptor, message)
        except OSError:
            break


def double(x):
    return 2 * x
