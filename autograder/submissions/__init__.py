"""Submissions: what was handed in, as source text. Runs nothing."""

from autograder.submissions.archives import (
    Archive,
    ArchiveError,
    ArchiveLimits,
    Member,
    Refusal,
    is_archive,
    read_archive,
)
from autograder.submissions.collecting import (
    QUIZ_ANSWERS,
    Attempt,
    Collection,
    File,
    Unreadable,
    choose_attempts,
    collect,
    safe_file_names,
)
from autograder.submissions.notebooks import CHECK, SETUP, STUB, Cell, answer_in, read_cells
from autograder.submissions.programs import Programs, Question, find_programs
from autograder.submissions.reading import (
    MAX_BYTES,
    SubmissionError,
    defined_functions,
    read_bytes,
    read_submission,
    shown,
    source_of,
    without_magics,
)
from autograder.submissions.responses import Response, Responses, read_responses

__all__ = [
    "CHECK",
    "MAX_BYTES",
    "QUIZ_ANSWERS",
    "SETUP",
    "STUB",
    "Archive",
    "ArchiveError",
    "ArchiveLimits",
    "Attempt",
    "Cell",
    "Collection",
    "File",
    "Member",
    "Programs",
    "Question",
    "Refusal",
    "Response",
    "Responses",
    "SubmissionError",
    "Unreadable",
    "answer_in",
    "choose_attempts",
    "collect",
    "defined_functions",
    "find_programs",
    "is_archive",
    "read_archive",
    "read_bytes",
    "read_cells",
    "read_responses",
    "read_submission",
    "safe_file_names",
    "shown",
    "source_of",
    "without_magics",
]
