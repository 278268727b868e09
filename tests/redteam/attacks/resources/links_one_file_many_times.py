"""Gives one empty file a hundred thousand names.

must: stop after a thousand; a name is counted like a file
stopped by: SCRATCH, QUOTA
seconds: 5
"""

import os

open("0", "w").close()
count = 0
try:
    for number in range(20_000):
        os.link("0", str(number + 1))
        count += 1
except OSError as error:
    print(error.strerror)
if count > 10_000:
    print("BREACH: names", count)


def double(x):
    return 2 * x
