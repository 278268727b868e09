"""Sends so many alarms of the tripwire that one who keeps them all runs out of memory.

must: error as malformed; no honest child sends more than are kept
stopped by: READER
seconds: 5
"""

import os

alarms = b"".join(b'{"tripped": "exec", "line": %d}\n' % line for line in range(60_000))
for descriptor in range(3, 64):
    try:
        for _ in range(4):
            os.write(descriptor, alarms)
    except OSError:
        pass


def double(x):
    return x * 0
