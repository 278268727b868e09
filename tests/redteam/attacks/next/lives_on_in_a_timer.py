"""Leaves timers, pending signals, locks on files and a thread for the next submission to meet.

must: take all of it along when it ends
stopped by: FORK
"""

import fcntl
import os
import random
import signal
import threading
import time

signal.setitimer(signal.ITIMER_REAL, 0.3, 0.01)
signal.signal(signal.SIGALRM, lambda *_: None)
locked = open(os.__file__)
try:
    fcntl.flock(locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError as error:
    print(error.strerror)


def haunt():
    while True:
        random.uniform = None
        time.sleep(0.001)


threading.Thread(target=haunt, daemon=True).start()
time.sleep(0.05)


def double(x):
    return 2 * x
