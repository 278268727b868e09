"""Sends bytes that are not UTF-8, NULs and lone surrogates.

must: error as malformed; the grader goes on
stopped by: READER
"""

import os

for descriptor in range(3, 64):
    for message in (b"\xff\xfe\x00\n", b'{"printed": "\\ud800\xed\xa0\x80"}\n'):
        try:
            os.write(descriptor, message)
        except OSError:
            break


def double(x):
    return 2 * x
