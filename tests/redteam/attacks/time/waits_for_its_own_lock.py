"""Takes the locks that Python's own machinery needs, in a thread that never gives them back.

must: time out or be graded; no lock of a child is anybody else's
stopped by: CLOCK
seconds: 1
"""

import importlib._bootstrap as bootstrap
import logging
import threading

held = threading.Event()


def hold():
    bootstrap._get_module_lock("wave").acquire()
    logging._acquireLock() if hasattr(logging, "_acquireLock") else logging._lock.acquire()
    held.set()
    threading.Event().wait()


def double(x):
    threading.Thread(target=hold, daemon=True).start()
    held.wait()
    logging.getLogger("new").warning("never said")
    import wave

    return 2 * x
