"""Leaves files in /tmp, /dev/shm and /var/tmp for the next submission.

must: fail; the only folder is its own
stopped by: LANDLOCK
"""

import os

for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/dev/mqueue"):
    path = os.path.join(folder, "__MARK__")
    try:
        open(path, "w").write("left")
        print("BREACH: wrote", path)
        os.unlink(path)
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
