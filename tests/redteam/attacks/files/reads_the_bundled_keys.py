"""Reads the keys of the course: in the installed package, in a checkout, beside the checks.

must: fail; neither course nor package can be read
stopped by: LANDLOCK
"""

import os
import sys

places = [os.path.join(p, "autograder") for p in sys.path]
places += [
    os.path.dirname(m.__file__)
    for n, m in list(sys.modules.items())
    if n.startswith("autograder") and getattr(m, "__file__", None)
]
for place in places:
    for folder in (os.path.join(place, "_course"), os.path.join(place, "..", "exercises"), place):
        for root, _, names in os.walk(folder):
            for name in names:
                if name in ("key.json", "grader.py", "misconceptions.yaml"):
                    try:
                        open(os.path.join(root, name)).read(10)
                        print("BREACH: read", os.path.join(root, name))
                    except OSError as error:
                        print(error.strerror)


def double(x):
    return 2 * x
