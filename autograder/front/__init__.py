"""
The way of a command to a warm front: a process that has imported all that the command needs.

Half of what an editor's "run on save" waits for is Python importing us. So the warm host keeps a
process that has done it, and forks from it a *front* for each command: that gets the command's words,
environment and terminal, runs it as if it had been started so, and tells its exit code. What is
imported here is imported by every command before that, so it is little: not even ``typing``, whose
``TYPE_CHECKING`` type checkers know by its name.
"""
