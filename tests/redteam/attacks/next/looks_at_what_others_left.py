"""Lists the folder above its own, and goes into every other one there.

must: fail; what could not be removed in time is nobody's to read
stopped by: FENCE
"""

import os

try:
    for name in os.listdir(".."):
        print("BREACH: beside its folder is", name)
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
