"""Breaks builtins and modules for whoever comes next.

must: reach this submission only
stopped by: FORK
"""

import builtins
import json
import random
import sys

random.uniform = lambda *_: "poison"
json.dumps = json.loads = None
sys.modules["torch"] = None
sys.setrecursionlimit(60)


def double(x):
    del builtins.len
    return 2 * x
