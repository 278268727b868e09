"""Takes the server's memory and time away by prlimit, priority and affinity.

must: fail; limits of others can't be changed
stopped by: SECCOMP, PROCESSES, USER
"""

import os
import resource

try:
    old = resource.prlimit(__SERVER__, resource.RLIMIT_NOFILE)
    resource.prlimit(__SERVER__, resource.RLIMIT_NOFILE, old)
    print("BREACH: changed a limit")
except OSError as error:
    print(error.strerror)
try:
    os.setpriority(os.PRIO_PROCESS, __SERVER__, os.getpriority(os.PRIO_PROCESS, __SERVER__))
    print("BREACH: changed a priority")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
