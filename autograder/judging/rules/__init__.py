"""
Rules judge what is random, or right in many forms: here, and not where learner code runs.

A check sends numbers, and the key names the rule that judges them. A rule is a pure
function of the numbers and of the parameters in the key, and returns one word. ``RULES``
lists the words of each rule; the first is that of a right answer. The others are facts like
all others: the key holds the words of wrong programs, and feedback shows them.

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
