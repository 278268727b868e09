"""Writes a program into anonymous memory or its own folder, and runs that.

must: fail; nothing can be executed, wherever it lies
stopped by: SECCOMP, LANDLOCK, SCRATCH
"""

import os

program = b"#!/bin/sh\necho dropped > __DROP__\n"
try:
    descriptor = os.memfd_create("x", 0)
    os.write(descriptor, program)
    print("BREACH: memory that is a file")
except OSError as error:
    print(error.strerror)
try:
    with open("run", "wb") as file:
        file.write(program)
    os.chmod("run", 0o755)
    os.execv("./run", ["run"])
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
