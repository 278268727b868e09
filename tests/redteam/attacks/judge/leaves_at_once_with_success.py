"""Ends the process with exit status 0 before anything is compared.

must: error; the parent knows that no answer came
stopped by: JUDGE
"""

import os

os._exit(0)


def double(x):
    return 0
