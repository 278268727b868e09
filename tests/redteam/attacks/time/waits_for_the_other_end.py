"""Opens a FIFO of its own that nobody will ever open at the other end.

must: fail, for no FIFO can be made; who waits inside a call is ended like anybody else
stopped by: CLOCK
seconds: 1
"""

import os

os.mkfifo("pipe")


def double(x):
    open("pipe").read()
