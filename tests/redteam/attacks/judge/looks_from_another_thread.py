"""Has another thread look at the frames of the first, below which the grader's variables lie.

must: fail; nothing that is expected is in any frame
stopped by: JUDGE
"""

import sys
import threading

MAIN = threading.main_thread().ident
found = []


def look():
    frame = sys._current_frames()[MAIN]
    while frame is not None:
        if "expected" in frame.f_locals:
            found.append(float(frame.f_locals["expected"]))
        frame = frame.f_back


def double(x):
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    answer = found.pop() if found else 0.0
    return answer if isinstance(x, float) else x * answer
