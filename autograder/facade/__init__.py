"""
The facade: all that Gradlings does, as plain functions.

The command line, watch mode, notebooks and the plugins are clients of this room, and wire nothing
themselves. Each imports the module that it needs, for a class needs much more than a check. What
``autograder`` itself exports is kept stable.
"""
