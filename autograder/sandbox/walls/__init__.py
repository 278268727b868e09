"""
The walls around learner code: some raised around the server, once, the others in each child.

Every wall is raised where the kernel and our rights allow it, and reported only
after a child behind all of them has tried it. What each is for:

==================  ==============================================================
limits              memory, CPU time, threads, open files, size of a file
no new privileges   programs that run as somebody else give nothing
Landlock            reads Python and its packages, writes its scratch folder, else nothing
seccomp             no sockets, no processes, no signals, no ways into the kernel
network namespace   no network even if a socket were to be had
PID namespace       sees no process and can signal none; leftovers die with the child
scratch disk        a disk in memory for each child, small, gone with it
user id             a user of its own, which owns nothing on this machine
bubblewrap          other files aren't even there
==================  ==============================================================
"""

from autograder.sandbox.walls.raising import Walls

__all__ = ["Walls"]
