"""Sleeps in slices of a millisecond, each of which ends in time, and uses next to no CPU time.

must: time out; idling is counted over the whole run
stopped by: CLOCK
seconds: 1
"""

import time


def double(x):
    while True:
        time.sleep(0.001)
