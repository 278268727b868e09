"""Reaches the hidden key through /proc: root, cwd, and the descriptors of other processes.

must: fail; /proc is closed
stopped by: LANDLOCK
"""

import os

for way in ("self/root", "1/root", "__SERVER__/root", "__GRADER__/root", "thread-self/root"):
    try:
        print(open(f"/proc/{way}__SECRET_FILE__").read())
    except OSError as error:
        print(error.strerror)
for process in ("__SERVER__", "__GRADER__", "1"):
    try:
        for descriptor in os.listdir(f"/proc/{process}/fd"):
            print(os.readlink(f"/proc/{process}/fd/{descriptor}"))
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
