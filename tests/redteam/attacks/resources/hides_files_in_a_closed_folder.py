"""Makes files in a folder that it may write and enter, but that nobody may list.

must: stop at a thousand files; a folder that can't be looked into is too full
stopped by: SCRATCH, QUOTA
seconds: 10
"""

import os

count = 0
try:
    os.mkdir("closed", 0o300)
    for number in range(20_000):
        os.close(os.open(f"closed/{number}", os.O_CREAT | os.O_WRONLY))
        count += 1
except OSError as error:
    print(error.strerror)
if count > 10_000:
    print("BREACH: files", count)


def double(x):
    return 2 * x
