"""Analytics: figures about the exercises and the programs of a graded class."""

from autograder.analytics.likeness import Alike, find_alike
from autograder.analytics.misconceptions import Shown, misconceptions
from autograder.analytics.quizzes import QuizFigures, QuizOption, quiz_figures
from autograder.analytics.scores import Bar, Item, correlation, histogram, items

__all__ = [
    "Alike",
    "Bar",
    "Item",
    "QuizFigures",
    "QuizOption",
    "Shown",
    "correlation",
    "find_alike",
    "histogram",
    "items",
    "misconceptions",
    "quiz_figures",
]
