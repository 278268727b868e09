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
from autograder.submissions.reading import (
    MAX_BYTES,
    SubmissionError,
    defined_functions,
    read_submission,
    shown,
    source_of,
)

__all__ = [
    "MAX_BYTES",
    "Archive",
    "ArchiveError",
    "ArchiveLimits",
    "Member",
    "Refusal",
    "SubmissionError",
    "defined_functions",
    "is_archive",
    "read_archive",
    "read_submission",
    "shown",
    "source_of",
]
