"""Languages: sentences of the program itself, through gettext. Content carries its own texts."""

from autograder.languages.names import locale_of, own_name
from autograder.languages.words import DOMAIN, LOCALE, Words, in_all, mark, words_in

__all__ = ["DOMAIN", "LOCALE", "Words", "in_all", "locale_of", "mark", "own_name", "words_in"]
