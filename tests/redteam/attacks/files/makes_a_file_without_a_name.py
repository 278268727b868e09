"""Makes files without names (O_TMPFILE) in others' folders, and gives them names afterwards.

must: fail; in others' folders nothing may be made, with a name or without
stopped by: LANDLOCK, NO_NEW_PRIVILEGES, USER
"""

import os

for folder in (os.path.dirname("__DROP__"), "/tmp", "/var/tmp", "/dev/shm"):
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_WRONLY)
        os.write(descriptor, b"mine")
        print("BREACH: wrote in", folder)
        os.link(f"/proc/self/fd/{descriptor}", "__DROP__", follow_symlinks=True)
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
