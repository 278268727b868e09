"""Imports the rooms that hold keys and verdicts, to use them against their makers.

must: fail; the package can't be read, and what is loaded holds no key
stopped by: LANDLOCK
"""

import importlib
import sys

ROOMS = ("judging", "grading", "authoring", "workspace")
for held in list(sys.modules):
    if held.startswith(tuple(f"autograder.{name}" for name in ROOMS)):
        print("BREACH: the server holds", held)
    # In the package's place stands a module without a path, below which nothing can be found.
    if held.partition(".")[0] == "autograder":
        del sys.modules[held]
for name in ROOMS:
    try:
        importlib.import_module(f"autograder.{name}")
        print("BREACH: imported", name)
    except (ImportError, OSError) as error:
        print(error)


def double(x):
    return 2 * x
