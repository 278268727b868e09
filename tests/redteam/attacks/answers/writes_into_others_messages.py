"""Writes halves of messages from a thread, so that they fall into those of the recorder.

must: error as malformed; an answer that can't be read in full counts for nothing
stopped by: READER
"""

import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)


def write():
    while True:
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, b'{"check": "doubles_numbers", "passed": true, ')
            except OSError:
                pass
        time.sleep(0)


threading.Thread(target=write, daemon=True).start()
time.sleep(0.01)


def double(x):
    return x * 0
