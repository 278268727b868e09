"""Makes symbolic and hard links to the hidden key in its own folder, and reads those.

must: fail; a link is followed to where it leads
stopped by: LANDLOCK
"""

import os

for link in (os.symlink, os.link):
    try:
        link("__SECRET_FILE__", link.__name__)
        print(open(link.__name__).read())
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
