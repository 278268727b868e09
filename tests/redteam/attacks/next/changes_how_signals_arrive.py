"""Blocks all signals and sets alarms that go off soon.

must: reach this submission only
stopped by: FORK
"""

import signal
import time

signal.setitimer(signal.ITIMER_REAL, 0.05)


def double(x):
    time.sleep(0.5)
    return 2 * x
