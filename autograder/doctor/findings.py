"""One line of the doctor's table."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.languages import Words, mark, words_in

__all__ = ["NAMES", "WAYS", "Finding", "State"]

#: What is looked at, where it has no name of its own.
NAMES = (
    mark("system"),
    mark("course"),
    mark("check"),
    mark("sandbox"),
    mark("isolation"),
    mark("speed"),
    mark("memory"),
    mark("strong"),
    mark("warm"),
)
#: How runners say that they run a check (``autograder.sandbox`` speaks no language).
WAYS = (
    mark("a fork of a warm server for each check"),
    mark("a fresh process for each check; one waits with all that it needs imported"),
)


class State(enum.Enum):
    """The state of a thing that was looked at. The value is the sign for it."""

    GOOD = "ok"
    #: It is missing, but checks run all the same.
    LACKING = "no"
    BAD = "!!"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What was looked at, its state, and what was found.

    Attributes:
        sentence: What was found; with ``{parts}`` where there are some.
        mend: What to type, or to do where no command does it, so that it is better; often nothing.
    """

    what: str
    state: State
    sentence: str
    mend: str = ""
    parts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What was found, in English."""
        return self.in_words(words_in("en"))

    def in_words(self, say: Words) -> str:
        """Return what was found, in the language of *say*."""
        return say(self.sentence, **self.parts)
