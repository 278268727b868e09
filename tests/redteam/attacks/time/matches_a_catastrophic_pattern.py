"""Runs a regular expression of exponential cost, deep in C where no Python signal arrives.

must: time out
stopped by: CLOCK
seconds: 1
"""

import re


def double(x):
    re.match(r"(a|a)*$", "a" * 60 + "b")
