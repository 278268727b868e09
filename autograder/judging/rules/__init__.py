"""
Rules: what is random, or right in many forms, is judged here and not where learner code runs.

A check sends numbers, and the key says by which rule they are judged. A rule is a
pure function of the numbers and of what the key gives it. It returns one word
for them; the first of its words, in ``RULES``, is that of a right answer, and the others are
facts like all others: a wrong program's is kept in the key, and feedback tells it.

The numbers come from hostile code. Whatever they are, a rule returns a word, in a
time that grows no faster than their count times its logarithm.
"""

from autograder.judging.rules.applying import RULES, WORDS, fulfilled, in_words, word_for
from autograder.judging.rules.numbers import NO_SUCH_NUMBERS, NOT_FINITE, RuleError, single
from autograder.judging.rules.words import Words

__all__ = [
    "NOT_FINITE",
    "NO_SUCH_NUMBERS",
    "RULES",
    "WORDS",
    "RuleError",
    "Words",
    "fulfilled",
    "in_words",
    "single",
    "word_for",
]
