"""Ends in the middle of a message.

must: error as malformed; no half of an answer counts
stopped by: READER
"""

import os

for descriptor in range(3, 64):
    try:
        os.write(descriptor, b'{"check": "doubles_numbers", "ca')
    except OSError:
        pass
os._exit(0)
