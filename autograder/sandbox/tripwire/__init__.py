"""
A tripwire: what can be seen of a submission that reaches for the grader.

Two looks, since neither sees all. A reading of the source (``reading.py``) finds names that lead
from a learner's objects to somebody else's (``__globals__``, ``sys.modules``). An audit hook
(``hook.py``, PEP 578), which no Python code can take away again, sees what names were hidden from
the reading: frames, the garbage collector's lists, code objects, ``exec``.

What trips it is a question for an instructor, never a verdict: whoever computes the right numbers
can hide how, and an honest program may have a reason. Honest programs trip nothing (measured over
all right variants of the course, ``tests/test_tripwire.py``).
"""

from autograder.sandbox.tripwire.hook import arm, leave_the_stage
from autograder.sandbox.tripwire.reading import names_in
from autograder.sandbox.tripwire.words import MAX_TRIPPED, WORDS

__all__ = ["MAX_TRIPPED", "WORDS", "arm", "leave_the_stage", "names_in"]
