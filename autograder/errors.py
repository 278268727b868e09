"""
All errors that Gradlings raises for others to catch, as one tree::

    GradlingsError                      each has an exit code and says its own message
    ├── InputError                  2   what was given can't be used: whoever gave it can mend it
    │   ├── AnswerError
    │   ├── BundleError
    │   ├── GeneratingError
    │   ├── GiftError
    │   ├── GradebookError
    │   ├── NewExerciseError
    │   ├── SubmissionError
    │   │   └── ArchiveError
    │   ├── UnknownExerciseError
    │   ├── UnknownItemError
    │   └── WorkspaceError
    │       └── NoWorkspaceError
    ├── AuthorError                 2   what an author wrote contradicts itself
    │   ├── ContentError
    │   ├── ItemError
    │   │   └── CollisionError
    │   └── UnfitCourseError        3   a course that nothing can be graded by, whoever asks
    │       ├── BankError
    │       ├── KeyFormatError
    │       ├── LockError
    │       ├── MissingKeyError
    │       └── SnippetError
    └── OurFault                    3   something of ours, or of this machine, does not work
        ├── AdvisedError
        │   ├── IsolationError
        │   └── SandboxError
        ├── LedgerError
        ├── NotWrittenError
        ├── ProgressError
        ├── RecordError
        └── Stopped

The leaves live in the rooms that raise them. What the system refuses (an ``OSError``: a full disk,
a folder of somebody else's) is none of ours and stays what it is; the command line says it in one
sentence, with exit code 3.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

__all__ = ["AuthorError", "GradlingsError", "InputError", "OurFault", "Say", "UnfitCourseError"]


class Say(Protocol):
    """Puts a sentence into the reader's language; ``autograder.languages.Words`` is one."""

    def __call__(self, sentence: str, **parts: object) -> str: ...


class GradlingsError(Exception):
    """
    Whatever Gradlings raises on purpose; its text names what is wrong and what mends it.

    Attributes:
        exit_code: What a command that ends with this error exits with: 2 where whoever ran it can
            mend it, 3 where not.

    Example:
        >>> from autograder import GradlingsError, open_course
        >>> try:
        ...     open_course().exercise("zero_itt")
        ... except GradlingsError as error:
        ...     print(error)
        ...     print(error.exit_code)
        there is no exercise 'zero_itt'. Did you mean 'zero_it'?
        2
    """

    exit_code: ClassVar[int] = 3

    def message(self, say: Say) -> str:  # noqa: ARG002 - for those that are translated
        """Return the message, in the language of *say* where there is a translation."""
        return str(self)


class InputError(GradlingsError):
    """What was given (a file, a name, an option) can't be used; whoever gave it can mend it."""

    exit_code = 2


class AuthorError(GradlingsError):
    """What an author of exercises or items wrote contradicts itself; the message names the file."""

    exit_code = 2


class UnfitCourseError(AuthorError):
    """
    A course that can't be graded by: a key is missing or damaged, a program of the author's fails.

    A learner may meet it, who can do nothing about it.
    """

    exit_code = 3


class OurFault(GradlingsError):  # noqa: N818 - the blame is the point
    """Something of ours, or of this machine, does not work; no submission did it."""

    exit_code = 3
