"""
The warm host: a process that keeps warm servers for one user, beyond the command that started it.

Importing torch takes seconds, so a command that ends with its server pays for them each time. The
host outlives its command and lends its servers to whatever this user runs next: the client sends it
what would be sent to a server of its own, and gets a child's answer unread. The host holds no key,
no course and no submission. It ends after ten idle minutes, and each client that finds none, or a
different one, or loses it, goes on with a server of its own.
"""

from autograder.warm.lent import Lent, Warm, open_runner
from autograder.warm.starting import Status, keep_warm, status, stop, unavailable

__all__ = ["Lent", "Status", "Warm", "keep_warm", "open_runner", "status", "stop", "unavailable"]
