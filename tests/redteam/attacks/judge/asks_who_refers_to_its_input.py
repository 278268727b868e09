"""Asks the garbage collector who else holds its input, and finds the expected value beside it.

must: fail; whoever called it knows the input, not the answer
stopped by: JUDGE
"""

import gc


def double(x):
    for held in gc.get_referrers(x):
        if type(held) is dict and "expected" in held:
            found = float(held["expected"])
            return found if isinstance(x, float) else x * found
    return 0.0 if isinstance(x, float) else x * 0
