"""Screens: feedback, exercises and questions on a terminal, through rich."""

from autograder.screens.exercises import render_list
from autograder.screens.feedback import render_feedback, render_summary
from autograder.screens.mastery import render_mastery
from autograder.screens.prose import Prose, unwrapped
from autograder.screens.quiz import render_question, render_response, render_sum
from autograder.screens.screen import Keys, Screen, bar
from autograder.screens.signs import ascii_only

__all__ = [
    "Keys",
    "Prose",
    "Screen",
    "ascii_only",
    "bar",
    "render_feedback",
    "render_list",
    "render_mastery",
    "render_question",
    "render_response",
    "render_sum",
    "render_summary",
    "unwrapped",
]
