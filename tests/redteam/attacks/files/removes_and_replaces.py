"""Unlinks, renames over and links into folders outside.

must: fail; nothing outside changes
stopped by: LANDLOCK
"""

import os

open("mine", "w").write("mine")
TRIES = (
    lambda: os.unlink("__TARGET__"),
    lambda: os.rename("mine", "__TARGET__"),
    lambda: os.symlink("/etc/passwd", "__DROP__"),
    lambda: os.mkdir("__DROP__"),
    lambda: os.mkfifo("__DROP__"),
    lambda: os.mknod("__DROP__"),
)
for change in TRIES:
    try:
        change()
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
