"""
All errors that Gradlings raises for others to catch, as one tree::

    GradlingsError                      each has an exit code and words its own message
    ├── InputError                  2   an input can't be used; the person who gave it can fix it
    │   ├── AnswerError
    │   ├── BundleError
    │   ├── GeneratingError
    │   ├── GiftError
    │   ├── GradebookError
    │   ├── MarksError
    │   ├── NewCourseError
    │   ├── NewExerciseError
    │   ├── NewMisconceptionError
    │   ├── NoMatchError
    │   ├── NoRoomError
    │   ├── NotToBeSeenError
    │   ├── OvertakenError
    │   ├── PortTakenError
    │   ├── RosterError
    │   ├── SharedCourseError
    │   ├── SolutionsError
    │   ├── SubmissionError
    │   │   └── ArchiveError
    │   ├── UnknownChapterError
    │   ├── UnknownExerciseError
    │   ├── UnknownItemError
    │   ├── UnknownLanguageError
    │   ├── UnknownSeriesError
    │   └── WorkspaceError
    │       └── NoWorkspaceError
    ├── AuthorError                 2   an author's content contradicts itself
    │   ├── ContentError
    │   ├── ItemError
    │   │   └── CollisionError
    │   └── UnfitCourseError        3   a course that can't be used for grading by anybody
    │       ├── BankError
    │       ├── KeyFormatError
    │       ├── LockError
    │       ├── MissingKeyError
    │       └── SnippetError
    └── OurFault                    3   something of ours, or of this machine, does not work
        ├── AdvisedError
        │   ├── IsolationError
        │   └── SandboxError
        ├── ClosedError
        ├── LedgerError
        ├── NotWrittenError
        ├── ProgressError
        ├── RecordError
        ├── Stopped
        └── StorageError

The leaves live in the rooms that raise them. An ``OSError`` (a full disk, somebody else's folder)
is not part of this tree and is passed on as it is; the command line reports it in one sentence,
with exit code 3.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

__all__ = ["AuthorError", "GradlingsError", "InputError", "OurFault", "Say", "UnfitCourseError"]


class Say(Protocol):
    """Puts a sentence into the reader's language; ``autograder.languages.Words`` is one."""

    def __call__(self, sentence: str, **parts: object) -> str: ...


class GradlingsError(Exception):
    """
    The base of all errors that Gradlings raises on purpose; the text names the problem and its fix.

    Attributes:
        exit_code: The exit code of a command that ends with this error: 2 if the person who ran it
            can fix the cause, 3 if not.

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
        """Return the message, in the language of *say* if there is a translation."""
        return str(self)


class InputError(GradlingsError):
    """An input (a file, a name, an option) can't be used; the person who gave it can fix it."""

    exit_code = 2


class AuthorError(GradlingsError):
    """An author's exercise or item contradicts itself; the message names the file."""

    exit_code = 2


class UnfitCourseError(AuthorError):
    """
    A course can't be used for grading: a key is missing or damaged, or an author's program fails.

    Learners may meet this error too, though they can do nothing about it.
    """

    exit_code = 3


class OurFault(GradlingsError):  # noqa: N818 - the blame is the point
    """Something of ours, or of this machine, does not work; no submission caused it."""

    exit_code = 3
