"""
The course in a browser: one learner's desk, and the server that it stands in.

A :class:`Desk` is all that one learner sees and does, without HTTP: it is given a :class:`Store`,
which keeps texts and progress, and a :class:`Checker`, which runs programs. :func:`make_app` puts
desks behind HTTP, and :class:`Hub` tells open pages what has changed.
"""

from autograder.web.app import make_app
from autograder.web.checking import Checker, OneByOne
from autograder.web.desk import Desk
from autograder.web.hub import Hub
from autograder.web.stores import Kept, OvertakenError, Store

__all__ = ["Checker", "Desk", "Hub", "Kept", "OneByOne", "OvertakenError", "Store", "make_app"]
