"""Recurses in C without a limit.

must: crash alone
stopped by: FORK
"""

import sys

sys.setrecursionlimit(10**9)


def double(x):
    class Deep:
        def __repr__(self):
            return repr(self)

    return repr(Deep())
