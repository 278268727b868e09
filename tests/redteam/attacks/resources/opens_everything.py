"""Opens descriptors and pipes until it may no more.

must: be refused after 64
stopped by: LIMITS
"""

import os

count = 0
try:
    for _ in range(500):
        os.open(os.devnull, os.O_RDONLY)
        count += 1
except OSError as error:
    print(error.strerror)
os.closerange(count // 2 + 8, 600)
if count > 400:
    print("BREACH: descriptors", count)


def double(x):
    return 2 * x
