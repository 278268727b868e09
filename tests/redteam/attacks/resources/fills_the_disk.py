"""Writes files, each just within the limit, until the disk is full.

must: stop at its own small disk
stopped by: SCRATCH, QUOTA
seconds: 5
"""

written = 0
try:
    for number in range(200):
        with open(str(number), "wb") as file:
            file.write(bytes(2 << 20))
        written += 2
except OSError as error:
    print(error.strerror)
if written > 256:
    print("BREACH: wrote", written, "MiB")


def double(x):
    return 2 * x
