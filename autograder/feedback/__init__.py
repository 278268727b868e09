"""
Feedback: verdicts, answers and errors in words and data, for every screen and page. Judges nothing.

Feedback on a whole hand-in is in ``feedback.hand_in``, since it needs the results of a class.
"""

from autograder.feedback.facts import has_words
from autograder.feedback.feedback import CheckFeedback, ExerciseFeedback, feedback_on
from autograder.feedback.json_report import json_report
from autograder.feedback.lines import Line, Role
from autograder.feedback.quiz import (
    QuizFeedback,
    how_to_answer,
    how_to_choose,
    quiz_feedback,
    sentences,
)
from autograder.feedback.refusals import refusal, unsaved
from autograder.feedback.traces import Curve, Fit, Landscape, Trace

__all__ = [
    "CheckFeedback",
    "Curve",
    "ExerciseFeedback",
    "Fit",
    "Landscape",
    "Line",
    "QuizFeedback",
    "Role",
    "Trace",
    "feedback_on",
    "has_words",
    "how_to_answer",
    "how_to_choose",
    "json_report",
    "quiz_feedback",
    "refusal",
    "sentences",
    "unsaved",
]
