"""Sends alarms of the tripwire, true and impossible ones, to pass for somebody who was framed.

must: error as malformed; an alarm is a word from a list and a line, and decides no points
stopped by: READER
"""

import json
import os

alarms = [
    {"tripped": "exec", "line": 2**60},
    {"tripped": "exec", "line": -1},
    {"tripped": "exec", "line": True},
    {"tripped": "\u202e<script>", "line": 1},
    {"tripped": "exec", "line": 1, "broken": "our own fault"},
]
for descriptor in range(3, 64):
    try:
        for alarm in alarms:
            os.write(descriptor, json.dumps(alarm).encode() + b"\n")
    except OSError:
        pass


def double(x):
    return x * 0
