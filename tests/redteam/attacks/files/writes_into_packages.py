"""Writes where the next Python would import from: site-packages, stdlib, caches, start files.

must: fail; Python's folders are read-only
stopped by: LANDLOCK, USER
"""

import os
import sys

import torch

folders = {os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(torch.__file__))}
for folder in folders | set(sys.path[1:]):
    for name in ("sitecustomize.py", "usercustomize.py", "evil.pth", "__pycache__/os.x.pyc"):
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            continue
        try:
            open(path, "x").close()
            print("BREACH: wrote", path)
            os.unlink(path)
        except OSError as error:
            print(error.strerror)


def double(x):
    return 2 * x
