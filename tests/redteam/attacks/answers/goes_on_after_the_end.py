"""Says that it ended, and then sends more.

must: error as malformed
stopped by: READER
"""

import os

for descriptor in range(3, 64):
    try:
        os.write(descriptor, b'{"end": true}\n{"passed": true}\n')
    except OSError:
        pass


def double(x):
    return x * 0
