"""Uses descriptors that it inherited: the control socket, a ruleset, a folder.

must: find none but its answer and three to nowhere
stopped by: READER
"""

import os
import stat

kinds = []
for descriptor in range(256):
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        continue
    if stat.S_ISSOCK(mode) or stat.S_ISDIR(mode) or stat.S_ISREG(mode):
        print("BREACH: descriptor", descriptor, oct(mode))
    if stat.S_ISFIFO(mode):
        os.write(descriptor, b'{"passed": true, "passed": false}\n')
        os.write(descriptor, b'{"score": NaN')


def double(x):
    return 2 * x
