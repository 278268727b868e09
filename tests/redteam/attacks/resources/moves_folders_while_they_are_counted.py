"""Renames the folders around its files without a pause, so that who counts finds none of them.

must: stop at a thousand files; a folder that is never where it was is not an honest one's
stopped by: SCRATCH, QUOTA
seconds: 10
"""

import os
import sys
import threading
import time

sys.setswitchinterval(1e-5)
names = [(f"a{level}", f"b{level}") for level in range(12)]
top = os.open(".", os.O_RDONLY)
places = [top]
count = 0
try:
    for here, _ in names:
        os.mkdir(here, dir_fd=places[-1])
        places.append(os.open(here, os.O_RDONLY, dir_fd=places[-1]))

    def move():
        turn = 0
        while True:
            for level in range(len(names)):
                old, new = names[level] if turn % 2 == 0 else names[level][::-1]
                os.rename(old, new, src_dir_fd=places[level], dst_dir_fd=places[level])
            turn += 1

    threading.Thread(target=move, daemon=True).start()
    for number in range(20_000):
        os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY, dir_fd=places[-1]))
        count += 1
except OSError as error:
    print(error.strerror)
if count > 10_000:
    print("BREACH: files", count)


def double(x):
    return 2 * x
