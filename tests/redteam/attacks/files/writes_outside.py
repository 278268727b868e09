"""Writes and appends to files outside its folder.

must: fail; nothing outside changes
stopped by: LANDLOCK
"""

for path, mode in (("__DROP__", "w"), ("__TARGET__", "a"), ("__TARGET__", "w")):
    try:
        open(path, mode).write("dropped")
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
