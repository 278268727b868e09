"""Renames the folder that it was given and puts another, and a link, in its place.

must: fail; the next one's folder is the server's to make
stopped by: FENCE
"""

import os

here = os.getcwd()
try:
    os.rename(here, f"{here}-moved")
    # At once: whoever finds no folder when it looks how full it is ends this process.
    os.symlink(os.path.dirname("__SECRET_FILE__"), here)
    print("BREACH: moved", here)
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
