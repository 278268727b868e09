"""Leaves folders within folders that nobody may enter, list or write, full and empty ones.

must: be gone with the run, and the next one starts in an empty folder
stopped by: FORK
"""

import os
import random

os.umask(0)
for number, mode in enumerate((0, 0o100, 0o200, 0o300, 0o400, 0o500)):
    outer = os.open(".", os.O_RDONLY)
    os.mkdir(f"deep{number}", 0o700)
    os.chdir(f"deep{number}")
    os.mkdir("inner", mode)
    try:
        open("inner/file", "w").close()
        os.mkdir("inner/closed", 0)
    except OSError as error:
        print(error.strerror)
    os.fchdir(outer)
if len(os.listdir(".")) != 6:
    print("BREACH: not an empty folder:", os.listdir("."))
random.uniform = None


def double(x):
    return 2 * x
