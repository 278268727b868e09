"""
A tripwire: it reports submissions that reach for the grader.

It has two parts, since neither sees everything. A reading of the source (``reading.py``) finds
names that lead from a learner's objects to the grader's (``__globals__``, ``sys.modules``). An
audit hook (``hook.py``, PEP 578), which no Python code can remove, sees at run time what the
reading missed: frames, the garbage collector's lists, code objects, ``exec``.

An alarm is a question for an instructor, never a verdict: a program that computes the right numbers
can hide how it does so, and an honest program may have a reason. Honest programs trip nothing
(measured over all right variants of the course, ``tests/test_tripwire.py``).
"""

from autograder.sandbox.tripwire.hook import arm, leave_the_stage, on_the_stage
from autograder.sandbox.tripwire.reading import names_in
from autograder.sandbox.tripwire.words import MAX_TRIPPED, WORDS

__all__ = ["MAX_TRIPPED", "WORDS", "arm", "leave_the_stage", "names_in", "on_the_stage"]
