"""Writes to the pipe for as long as it is let.

must: error as flooded; only a few megabytes are ever kept
stopped by: READER
seconds: 5
"""

import os

line = b'{"printed": "' + b"x" * 60_000 + b'"}\n'
while True:
    for descriptor in range(3, 12):
        try:
            os.write(descriptor, line)
        except OSError:
            pass
