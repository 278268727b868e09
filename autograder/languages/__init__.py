"""Languages: sentences of the program itself, through gettext. Content carries its own texts."""

from autograder.languages.words import Words, mark, words_in

__all__ = ["Words", "mark", "words_in"]
