"""Forks until there is no process left on the machine.

must: fail at the first fork
stopped by: SECCOMP
unsafe: fills the machine's process table
"""

import os

count = 0
try:
    while count < 200:
        if os.fork() == 0:
            import time

            time.sleep(3)
            os._exit(0)
        count += 1
except OSError as error:
    print(error.strerror)
if count:
    print("BREACH: forked", count)


def double(x):
    return 2 * x
