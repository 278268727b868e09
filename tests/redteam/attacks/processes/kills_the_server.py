"""Sends signals to server, grader and everybody by every call that sends one.

must: fail; no signal leaves this process
stopped by: SECCOMP, PROCESSES, USER, LANDLOCK
"""

import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
TRIES = (
    lambda: os.kill(os.getppid(), signal.SIGKILL),
    lambda: os.kill(__SERVER__, signal.SIGKILL),
    lambda: signal.pidfd_send_signal(os.pidfd_open(__SERVER__), signal.SIGKILL),
)
for number, *arguments in (
    (62, __SERVER__, 9),
    (200, __SERVER__, 9),
    (234, __SERVER__, __SERVER__, 9),
):
    if libc.syscall(number, *arguments) == 0:
        print("BREACH: sent a signal")
for send in TRIES:
    try:
        send()
        print("BREACH: sent a signal")
    except OSError as error:
        print(error.strerror)


def double(x):
    return 2 * x
