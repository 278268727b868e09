"""Imports the rooms that hold keys and verdicts, to use them against their makers.

must: fail; the package can't be read, and what is loaded holds no key
stopped by: LANDLOCK
"""

import importlib
import sys

for name in ("judging", "grading", "authoring", "workspace"):
    for held in list(sys.modules):
        if held.startswith(f"autograder.{name}"):
            print("BREACH: the server holds", held)
    try:
        importlib.import_module(f"autograder.{name}")
        print("BREACH: imported", name)
    except (ImportError, OSError) as error:
        print(error)


def double(x):
    return 2 * x
