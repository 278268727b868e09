"""Walks up its stack into the loop of the server that forked it, and prints all variables there.

must: print limits and descriptors, and nothing that a submission said
stopped by: PAST
"""

import re
import sys

frame = sys._getframe()
while frame is not None:
    for name, value in list(frame.f_locals.items()):
        try:
            for found in set(re.findall("TOKEN[0-9a-f]{32}", repr(value))):
                print(frame.f_code.co_name, name, found)
        except Exception as error:
            print(frame.f_code.co_name, name, error)
    frame = frame.f_back


def double(x):
    return 2 * x
