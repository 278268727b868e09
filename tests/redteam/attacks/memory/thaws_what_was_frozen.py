"""Thaws the objects that the server kept out of the garbage collector, and looks through all.

must: find no text of anybody's among them
stopped by: PAST
seconds: 10
"""

import gc

gc.unfreeze()
found = set()
for held in gc.get_objects():
    try:
        values = (
            held.values() if type(held) is dict else held if type(held) in (list, tuple) else ()
        )
        for value in list(values):
            if type(value) in (str, bytes) and "TOKEN" in str(value)[:100_000]:
                if "get_objects" not in str(value):
                    found.add(str(value)[:200])
    except Exception:
        continue
print(found)


def double(x):
    return 2 * x
