"""Never comes back, and ignores every signal that it may.

must: time out; the parent's clock kills it
stopped by: CLOCK
seconds: 1
"""

import signal

for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def double(x):
    while True:
        pass
