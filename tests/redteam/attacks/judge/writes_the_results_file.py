"""Writes results files beside itself, as one can against graders that read them.

must: fail; no file that a submission can write is ever read
stopped by: JUDGE
"""

import json
import pickle


class Run:
    def __reduce__(self):
        return (print, ("BREACH: unpickled",))


for name in ("results.json", "results.pkl", ".OTTER_LOG", "grades.csv"):
    with open(name, "wb") as file:
        if name.endswith("json"):
            file.write(json.dumps({"passed": True, "score": 100}).encode())
        else:
            pickle.dump(Run(), file)


def double(x):
    return x * 0
