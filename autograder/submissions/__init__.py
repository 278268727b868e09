"""Submissions: what was handed in, as source text. Runs nothing."""

from autograder.submissions.reading import (
    MAX_BYTES,
    SubmissionError,
    defined_functions,
    read_submission,
)

__all__ = ["MAX_BYTES", "SubmissionError", "defined_functions", "read_submission"]
