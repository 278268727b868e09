"""Quizzes: items, their variants, answering and reviewing. Imports no torch, so it runs anywhere."""

from autograder.quizzes.answering import judge_answer, readings
from autograder.quizzes.bank import Bank, BankError, Posed, load_bank
from autograder.quizzes.choosing import letter_of
from autograder.quizzes.drafts import CollisionError, ItemError
from autograder.quizzes.kind import AnswerError, Control, Kind
from autograder.quizzes.kinds import KINDS, kind_of
from autograder.quizzes.questions import AnswerKey, Meaning, Option, PlainKey, Question, Solved
from autograder.quizzes.session import Asked, QuizSession, Response, Stage
from autograder.quizzes.verdicts import AnswerVerdict, Standing

__all__ = [
    "KINDS",
    "AnswerError",
    "AnswerKey",
    "AnswerVerdict",
    "Asked",
    "Bank",
    "BankError",
    "CollisionError",
    "Control",
    "ItemError",
    "Kind",
    "Meaning",
    "Option",
    "PlainKey",
    "Posed",
    "Question",
    "QuizSession",
    "Response",
    "Solved",
    "Stage",
    "Standing",
    "judge_answer",
    "kind_of",
    "letter_of",
    "load_bank",
    "readings",
]
