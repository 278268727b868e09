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
    Attempt,
    Collection,
    Unreadable,
    choose_attempts,
    collect,
    files_in,
    safe_file_names,
)
from autograder.submissions.gists import Gist, can_fingerprint, gist_of
from autograder.submissions.kinds import QUIZ_ANSWERS
from autograder.submissions.notebooks import CHECK, SETUP, STUB, Cell, answer_in, read_cells
from autograder.submissions.platforms import Platform
from autograder.submissions.programs import Programs, Question, find_programs
from autograder.submissions.reader import READING, File, Reader
from autograder.submissions.reading import (
    MAX_BYTES,
    MAX_SOURCE,
    SubmissionError,
    defined_functions,
    read_bytes,
    read_submission,
    shown,
    source_of,
    without_magics,
)
from autograder.submissions.readings import AttemptReading
from autograder.submissions.responses import Response, Responses, own_answers, read_responses

__all__ = [
    "CHECK",
    "MAX_BYTES",
    "MAX_SOURCE",
    "QUIZ_ANSWERS",
    "READING",
    "SETUP",
    "STUB",
    "Archive",
    "ArchiveError",
    "ArchiveLimits",
    "Attempt",
    "AttemptReading",
    "Cell",
    "Collection",
    "File",
    "Gist",
    "Member",
    "Platform",
    "Programs",
    "Question",
    "Reader",
    "Refusal",
    "Response",
    "Responses",
    "SubmissionError",
    "Unreadable",
    "answer_in",
    "can_fingerprint",
    "choose_attempts",
    "collect",
    "defined_functions",
    "files_in",
    "find_programs",
    "gist_of",
    "is_archive",
    "own_answers",
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
