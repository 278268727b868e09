"""Leaves links to files and folders of others, with names and in places that make cleaning hard.

must: be gone with the run; a link is removed, never followed
stopped by: BROOM
"""

import os

os.makedirs("a/b/c")
# Nowhere but to what is planted: a broom that follows links does so as root.
folders = os.path.dirname("__TARGET__"), os.path.dirname("__SECRET_FILE__")
for number, place in enumerate(("__TARGET__", *folders, "..", "loop")):
    for folder in (".", "a", "a/b", "a/b/c"):
        for name in (f"link{number}", f"-rf{number}", f"new\nline{number}"):
            try:
                os.symlink(place, os.path.join(folder, name))
            except OSError as error:
                print(error.strerror)
os.symlink("loop", "loop")
os.mkfifo("a/pipe")


def double(x):
    return 2 * x
