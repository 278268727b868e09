"""Lists the folders where other submissions lie.

must: fail; only Python's own folders can be listed
stopped by: LANDLOCK
"""

import os

for folder in (os.path.dirname("__SECRET_FILE__"), "/", "/root", "/home", "/etc", "/tmp", "/var"):
    try:
        print("BREACH: listed", folder, os.listdir(folder)[:3])
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
