"""Finds the pipe, writes a complete answer that looks honest, and leaves.

must: fail; it can't know what the hidden cases show
stopped by: READER
"""

import json
import os

NAMES = ("doubles_numbers", "doubles_tensors")
facts = {"raised": None, "returned": 2.0}
lines = [
    {
        "check": name,
        "case": case,
        "passed": True,
        "observation": {"facts": facts, "clues": {}, "call": "double(1.0)", "sizes": {}},
    }
    for name in NAMES
    for case in range(3)
]
answer = b"".join(json.dumps(line).encode() + b"\n" for line in [*lines, {"end": True}])
for descriptor in range(3, 64):
    try:
        os.write(descriptor, answer)
    except OSError:
        pass
os._exit(0)
