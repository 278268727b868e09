"""Changes files without opening them: mode, times, owner, length, attributes.

must: fail; Landlock knows none of these, seccomp all
stopped by: SECCOMP, USER, LANDLOCK
"""

import os

TRIES = (
    lambda: os.chmod("__TARGET__", 0o600),
    lambda: os.utime("__TARGET__", (1, 1)),
    lambda: os.truncate("__TARGET__", 0),
    lambda: os.chown("__TARGET__", os.getuid(), os.getgid()),
    lambda: os.setxattr("__TARGET__", "user.x", b"1"),
)
for change in TRIES:
    try:
        change()
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
