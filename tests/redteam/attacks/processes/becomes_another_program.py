"""Replaces itself by another program, which knows of no recorder.

must: fail; nothing can be executed
stopped by: SECCOMP, LANDLOCK
"""

import os


def double(x):
    try:
        os.execv("/bin/sh", ["sh", "-c", "echo dropped > __DROP__"])
    except OSError as error:
        print(error.strerror)
    return 2 * x
