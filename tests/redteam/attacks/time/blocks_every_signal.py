"""Blocks every signal that can be blocked, ignores the others, and computes for ever.

must: time out; what the kernel sends at the end of CPU time is no signal that one can block
stopped by: CLOCK
seconds: 1
"""

import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError, RuntimeError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))


def double(x):
    while True:
        x = x + 1
