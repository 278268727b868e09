"""Crashes with core dumps switched on, to leave its memory lying about.

must: crash without a core
stopped by: LIMITS
"""

import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
    print("BREACH: core dumps are on")
except (OSError, ValueError) as error:
    print(error)


def double(x):
    return 2 * x
