"""How much one observation may hold."""

from __future__ import annotations

__all__ = [
    "MAX_DEPTH",
    "MAX_FACTS",
    "MAX_GIVEN",
    "MAX_INTEGER",
    "MAX_LINE",
    "MAX_NUMBERS",
    "MAX_TEXT",
]

#: Longest text that a fact may hold, in characters. torch's own messages stay under 1,000.
MAX_TEXT = 4_000
#: Most facts (and, separately, clues) in one observation.
MAX_FACTS = 100
#: Most named values that one rule may be given.
MAX_GIVEN = 8
#: Most numbers in one observation, over all its tensors and lists.
MAX_NUMBERS = 20_000
#: Deepest nesting of lists.
MAX_DEPTH = 8
#: Greatest number of a line in a file.
MAX_LINE = 2**31 - 1
#: Largest integer that is kept as an integer; above it a float cannot tell neighbours apart.
MAX_INTEGER = 2**53
#: Statements of a file that are announced before they are run; no honest file has more.
MAX_STATEMENTS = 1_000
#: Statements of a file that are told as left out.
MAX_LEFT_OUT = 8
