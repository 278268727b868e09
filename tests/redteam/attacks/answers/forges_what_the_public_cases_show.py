"""Writes the true answers of other, public cases, with all facts in their places.

must: fail; the seed is a secret, and so are its numbers
stopped by: READER
"""

import json
import os


def number(value):
    return {"tensor": "float32", "shape": [], "values": [value]}


lines = []
for name in ("doubles_numbers", "doubles_tensors"):
    for case in range(3):
        facts = {"raised": None, "returned": -3.25 + case}
        if name == "doubles_tensors":
            facts = {
                "raised": None,
                "w": number(1.5),
                "w.requires_grad": True,
                "w.is_leaf": True,
                "w.behind_autograd": False,
                "returned": number(3.0),
                "slope": number(2.0),
            }
        lines.append(
            {
                "check": name,
                "case": case,
                "passed": True,
                "observation": {
                    "facts": facts,
                    "clues": {"warnings": []},
                    "call": "double(1.5)",
                    "sizes": {},
                },
            }
        )
for descriptor in range(3, 64):
    try:
        for line in [*lines, {"end": True}]:
            os.write(descriptor, json.dumps(line).encode() + b"\n")
    except OSError:
        pass
os._exit(0)
