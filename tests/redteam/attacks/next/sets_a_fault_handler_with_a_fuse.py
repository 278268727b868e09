"""Has faulthandler end the process in a moment.

must: end alone
stopped by: FORK
"""

import faulthandler
import os
import time

faulthandler.dump_traceback_later(0.05, exit=True, file=os.open(os.devnull, os.O_WRONLY))


def double(x):
    time.sleep(1)
    return 2 * x
