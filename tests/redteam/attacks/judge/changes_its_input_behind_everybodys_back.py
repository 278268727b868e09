"""Overwrites the number that it was handed, in memory, so that whoever holds it holds zero.

must: fail; the case is drawn anew where it is judged
stopped by: JUDGE
"""

import ctypes


def double(x):
    if isinstance(x, float):
        ctypes.c_double.from_address(id(x) + 16).value = 0.0
        return 0.0
    x.data.zero_()
    return 2 * x
