"""Replaces os.write, by which the recorder sends its messages, with one that sends better ones.

must: fail; better words, but not the hidden numbers
stopped by: READER
"""

import json
import os

real = os.write


def write(descriptor, data):
    try:
        message = json.loads(bytes(data))
        message["passed"] = True
        if "observation" in message:
            message["observation"]["facts"]["returned"] = 2.0
        real(descriptor, json.dumps(message).encode() + b"\n")
    except (ValueError, TypeError):
        return real(descriptor, data)
    return len(data)


os.write = write


def double(x):
    return x * 0
