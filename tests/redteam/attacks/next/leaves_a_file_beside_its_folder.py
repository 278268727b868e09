"""Leaves a file beside its folder, where nobody cleans up, for whoever comes next.

must: fail; of the server's folder it may write its own part
stopped by: FENCE
"""

import os

for way in ("..", "../..", os.path.dirname(os.getcwd())):
    path = os.path.join(way, "__MARK__")
    try:
        if os.path.exists(path):
            print("BREACH: left by an earlier one:", path)
        open(path, "w").write("left")
        print("BREACH: wrote", path)
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
