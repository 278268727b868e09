"""Opens folders only as paths, and goes on from there.

must: fail; rights are asked of the file, not of the way to it
stopped by: LANDLOCK
"""

import os

for start in ("/", os.path.dirname("__SECRET_FILE__")):
    try:
        folder = os.open(start, os.O_PATH)
        name = os.path.relpath("__SECRET_FILE__", start)
        print(os.read(os.open(name, os.O_RDONLY, dir_fd=folder), 1000))
        print(open(f"/proc/self/fd/{folder}/{name}").read())
    except OSError as error:
        print(error.strerror)
try:
    os.chdir(os.path.dirname("__SECRET_FILE__"))
    print(open("key.json").read())
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
