"""Makes folders ten thousand deep, without rights, with names that harm a terminal.

must: be gone with the run
stopped by: FORK
"""

import os

os.mkdir("closed", 0)
for name in ("new\nline", "\x1b[31mred", "x" * 255, "-rf", "\udcff"):
    open(name, "w").close()
try:
    for _ in range(10_000):
        os.mkdir("d" * 100)
        os.chdir("d" * 100)
except OSError as error:
    print(error.strerror)
import random

random.uniform = None


def double(x):
    return 2 * x
