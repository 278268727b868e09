"""Uses the standard library's own ways to start processes.

must: fail; refused like any other
stopped by: SECCOMP
"""

import multiprocessing

try:
    process = multiprocessing.get_context("fork").Process(target=int)
    process.start()
    process.join()
    print("BREACH: a process ran")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
