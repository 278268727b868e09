"""Sleeps for an hour, which a limit on CPU time would never notice.

must: time out
stopped by: CLOCK
seconds: 1
"""

import time


def double(x):
    time.sleep(3600)
