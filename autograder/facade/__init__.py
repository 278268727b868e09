"""
The facade: everything that Gradlings does, as plain functions.

The command line, watch mode, notebooks and plugins are clients of this room and wire nothing
themselves. Each imports only the module that it needs, since grading a class loads much more than
a check does. The names that ``autograder`` itself exports are kept stable.
"""
