"""Opens the hidden key beside the gradebook and prints it.

must: fail with PermissionError or FileNotFoundError
stopped by: LANDLOCK
"""

print(open("__SECRET_FILE__").read())


def double(x):
    return 2 * x
