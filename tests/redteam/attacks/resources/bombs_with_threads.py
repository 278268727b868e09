"""Starts threads until it may no more.

must: be refused after a few dozen
stopped by: LIMITS
seconds: 4
"""

import threading

stop = threading.Event()
count = 0
threading.stack_size(65536)
try:
    for _ in range(2000):
        threading.Thread(target=stop.wait).start()
        count += 1
except RuntimeError as error:
    print(error)
stop.set()
if count > 1000:
    print("BREACH: threads", count)


def double(x):
    return 2 * x
