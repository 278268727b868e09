"""Submissions: programs that were handed in, as source text. Nothing is run."""

from autograder.submissions.archives import read_archive
from autograder.submissions.attempt_readings import AttemptReading, Written
from autograder.submissions.attempts import Attempt
from autograder.submissions.collecting import Collection, collect, files_in
from autograder.submissions.file_names import safe_file_names
from autograder.submissions.gists import Gist, can_fingerprint, gist_of
from autograder.submissions.helper_files import Sources, helpers_beside, read_sources
from autograder.submissions.kinds import QUIZ_ANSWERS, is_written_id, written_id
from autograder.submissions.layouts import Platform
from autograder.submissions.listing import Unreadable
from autograder.submissions.magics import without_magics
from autograder.submissions.members import (
    Archive,
    ArchiveError,
    ArchiveLimits,
    Member,
    Refusal,
    is_archive,
)
from autograder.submissions.notebooks import (
    ANSWER,
    CHECK,
    END,
    PROMPT,
    SETUP,
    STUB,
    Cell,
    answer_in,
    read_cells,
)
from autograder.submissions.parsing import defined_functions
from autograder.submissions.programs import Programs, Question, find_programs
from autograder.submissions.reader import READING, File, Reader
from autograder.submissions.reading import MAX_BYTES, read_bytes, read_submission, source_of
from autograder.submissions.refusals import MAX_SOURCE, SubmissionError, printable
from autograder.submissions.responses import Response, Responses, own_answers, read_responses
from autograder.submissions.written import WrittenQuestion

__all__ = [
    "ANSWER",
    "CHECK",
    "END",
    "MAX_BYTES",
    "MAX_SOURCE",
    "PROMPT",
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
    "Sources",
    "SubmissionError",
    "Unreadable",
    "Written",
    "WrittenQuestion",
    "answer_in",
    "can_fingerprint",
    "collect",
    "defined_functions",
    "files_in",
    "find_programs",
    "gist_of",
    "helpers_beside",
    "is_archive",
    "is_written_id",
    "own_answers",
    "printable",
    "read_archive",
    "read_bytes",
    "read_cells",
    "read_responses",
    "read_sources",
    "read_submission",
    "safe_file_names",
    "source_of",
    "without_magics",
    "written_id",
]
