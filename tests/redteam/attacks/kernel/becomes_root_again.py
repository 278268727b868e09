"""Takes privileges back: user id, capabilities, limits.

must: fail; what was given up stays so
stopped by: SECCOMP, USER, NO_NEW_PRIVILEGES, LIMITS
"""

import os
import resource

TRIES = (
    lambda: os.setresuid(0, 0, 0),
    lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 16, 1 << 16)),
    lambda: os.setgroups([0]),
)
for take in TRIES:
    try:
        take()
        print("BREACH: took privileges back")
    except (OSError, ValueError) as error:
        print(error)


def double(x):
    return 2 * x
