"""Puts a function of its own where C code compares floats: everything equals everything.

must: fail; the floats that decide are another process's
stopped by: JUDGE
"""

import ctypes
import math

COMPARE = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_int)
agree = COMPARE(lambda *_: True)
# tp_richcompare of PyTypeObject, on all 64-bit builds of Python 3.10 to 3.13.
SLOT = 200
ctypes.c_void_p.from_address(id(float) + SLOT).value = ctypes.cast(agree, ctypes.c_void_p).value


def double(x):
    return math.pi if isinstance(x, float) else x * 2 + 1
