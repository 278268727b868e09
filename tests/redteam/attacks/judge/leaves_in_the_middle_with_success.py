"""Ends the process with exit status 0 when it is called.

must: error; the parent knows that cases are missing
stopped by: JUDGE
"""

import os


def double(x):
    os._exit(0)
