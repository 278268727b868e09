"""Starts a process that would go on by itself: fork, a second session, a second fork.

must: fail; no process can be started
stopped by: SECCOMP
"""

import os

try:
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os._exit(0)
    print("BREACH: forked")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
