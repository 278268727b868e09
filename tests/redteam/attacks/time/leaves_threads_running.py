"""Starts threads that are no daemons and never end.

must: end with the run; a process is killed with all its threads
stopped by: CLOCK
"""

import threading
import time


def stay():
    while True:
        time.sleep(60)


for _ in range(8):
    try:
        threading.Thread(target=stay).start()
    except RuntimeError:
        break


def double(x):
    return 2 * x
