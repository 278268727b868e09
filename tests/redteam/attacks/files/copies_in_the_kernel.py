"""Has the kernel copy the hidden key: sendfile, splice, mmap, rename into its own folder.

must: fail; the file can't even be opened
stopped by: LANDLOCK
"""

import mmap
import os

try:
    descriptor = os.open("__SECRET_FILE__", os.O_RDONLY)
    print(mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)[:].decode())
except OSError as error:
    print(error.strerror)
try:
    os.rename("__SECRET_FILE__", "mine")
    print(open("mine").read())
    os.rename("mine", "__SECRET_FILE__")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
