"""Daemonises: forks twice, leaves the session, takes another name, and stays.

must: fail; and where processes can be started, none outlives the run
stopped by: SECCOMP
"""

import ctypes
import os
import time

try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, b"__MARK__", 0, 0, 0)
            time.sleep(30)
        os._exit(0)
    print("BREACH: daemonised")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
