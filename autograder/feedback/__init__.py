"""
Feedback: verdicts, answers and errors in words and data, for every screen and page. Judges nothing.

What is said of a whole hand-in is in ``feedback.hand_in``, for it needs results of a class.
"""

from autograder.feedback.facts import has_words
from autograder.feedback.feedback import CheckFeedback, ExerciseFeedback, feedback_on
from autograder.feedback.flight import Curve, Fit, Flight, Landscape
from autograder.feedback.json_report import json_report
from autograder.feedback.lines import Line, Role
from autograder.feedback.quiz import how_to_answer, how_to_choose, said_about, sentences
from autograder.feedback.refusals import refusal, unsaved

__all__ = [
    "CheckFeedback",
    "Curve",
    "ExerciseFeedback",
    "Fit",
    "Flight",
    "Landscape",
    "Line",
    "Role",
    "feedback_on",
    "has_words",
    "how_to_answer",
    "how_to_choose",
    "json_report",
    "refusal",
    "said_about",
    "sentences",
    "unsaved",
]
