"""Runs programs: system, Popen, spawn, exec, with the next one's environment prepared.

must: fail; no program can be run
stopped by: SECCOMP, LANDLOCK
"""

import os
import subprocess

environment = {"LD_PRELOAD": os.getcwd() + "/evil.so", "PYTHONPATH": os.getcwd(), "PATH": "/bin"}
try:
    print(subprocess.run(["/bin/cat", "__SECRET_FILE__"], capture_output=True, env=environment))
except OSError as error:
    print(error.strerror)
if os.system("exit 7") == 7 << 8:
    print("BREACH: a shell ran")
try:
    os.posix_spawn("/bin/true", ["true"], environment)
    print("BREACH: spawned")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
