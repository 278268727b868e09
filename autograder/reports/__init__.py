"""Reports: verdicts into words, for people and for programs. Judges nothing."""

from autograder.reports.feedback import CheckFeedback, ExerciseFeedback, Line, Role, feedback_on
from autograder.reports.json_report import json_report
from autograder.reports.shown import has_words
from autograder.reports.terminal import ascii_only, render_feedback, render_list, render_summary

__all__ = [
    "CheckFeedback",
    "ExerciseFeedback",
    "Line",
    "Role",
    "ascii_only",
    "feedback_on",
    "has_words",
    "json_report",
    "render_feedback",
    "render_list",
    "render_summary",
]
