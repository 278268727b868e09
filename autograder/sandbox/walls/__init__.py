"""
The walls around learner code: some are raised once around the server, the others in each child.

Every wall is raised where the kernel and our rights allow it, and reported only
after a child behind all of them has tried it. The purpose of each:

==================  ==============================================================
limits              memory, CPU time, threads, open files, size of a file
no new privileges   programs that run as somebody else (setuid) give no rights
Landlock            it reads Python and its packages, writes its scratch folder, nothing else
seccomp             no sockets, no processes, no signals, no ways into the kernel
network namespace   no network, even if it got hold of a socket
PID namespace       it sees no process and can signal none; leftovers die with the child
scratch disk        a small disk in memory for each child, gone with it
user id             a user of its own, which owns nothing on this machine
bubblewrap          other files don't even exist
==================  ==============================================================
"""

from autograder.sandbox.walls.raising import Walls

__all__ = ["Walls"]
