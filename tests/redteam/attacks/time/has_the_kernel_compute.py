"""Lets the kernel do the work, in calls that take long: random bytes by the gigabyte.

must: time out; what the kernel does for a process is the process's time
stopped by: CLOCK
seconds: 1
"""

import os


def double(x):
    while True:
        os.getrandom(1 << 25)
