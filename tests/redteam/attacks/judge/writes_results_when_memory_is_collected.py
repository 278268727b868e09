"""Has the garbage collector call it in the middle of the grader's code, and writes results there.

must: fail; no file that a submission writes is ever read
stopped by: JUDGE
"""

import gc
import json


def collected(phase, facts):
    gc.callbacks.clear()
    with open("results.json", "w") as file:
        json.dump({"passed": True, "score": 1, "tests": []}, file)


def double(x):
    gc.callbacks[:] = [collected]
    gc.set_threshold(1)
    return 0.0 * x if isinstance(x, float) else x * 0
