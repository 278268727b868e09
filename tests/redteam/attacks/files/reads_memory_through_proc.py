"""Reads environment and memory of grader, server and process 1.

must: fail; /proc is closed, and they belong to somebody else
stopped by: LANDLOCK, USER, NO_NEW_PRIVILEGES
"""

import re

for process in ("__GRADER__", "__SERVER__", "1", "self"):
    try:
        print(open(f"/proc/{process}/environ", "rb").read().decode("latin-1"))
    except OSError as error:
        print(error.strerror)
try:
    with open("/proc/__GRADER__/maps") as maps, open("/proc/__GRADER__/mem", "rb") as memory:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if " rw-p " in line and end - start < 1 << 28:
                memory.seek(start)
                found = re.search(rb"TOKEN[0-9a-f]{32}", memory.read(end - start))
                if found:
                    print(found[0].decode())
                    break
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
