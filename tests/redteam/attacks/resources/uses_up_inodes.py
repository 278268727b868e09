"""Makes empty files until there are no inodes.

must: stop after a thousand
stopped by: SCRATCH, QUOTA
seconds: 5
"""

count = 0
try:
    for number in range(20_000):
        open(str(number), "w").close()
        count += 1
except OSError as error:
    print(error.strerror)
if count > 10_000:
    print("BREACH: files", count)


def double(x):
    return 2 * x
