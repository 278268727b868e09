"""Feedback: verdicts, answers and errors in words, for people and for programs. Judges nothing."""

from autograder.feedback.facts import has_words
from autograder.feedback.feedback import CheckFeedback, ExerciseFeedback, Line, Role, feedback_on
from autograder.feedback.json_report import json_report

__all__ = [
    "CheckFeedback",
    "ExerciseFeedback",
    "Line",
    "Role",
    "feedback_on",
    "has_words",
    "json_report",
]
