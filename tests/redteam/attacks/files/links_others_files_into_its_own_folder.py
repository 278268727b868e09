"""Gives a file of the grader's a second name in its own folder, and writes to it there.

must: fail; a file keeps its rights under every name
stopped by: LANDLOCK, SCRATCH, USER
"""

import os

for link in (os.link, os.symlink):
    try:
        link("__TARGET__", f"mine-{link.__name__}")
        with open(f"mine-{link.__name__}", "w") as file:
            file.write("mine")
    except OSError as error:
        print(error.strerror)
try:
    os.rename("__TARGET__", "moved")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
