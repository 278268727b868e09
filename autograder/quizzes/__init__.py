"""Quizzes: items, their variants, answering and reviewing. Imports no torch, so it runs anywhere."""

from autograder.quizzes.answering import given_back, judge_answer, readings
from autograder.quizzes.bank import Bank, BankError, Posed, load_bank
from autograder.quizzes.choosing import letter_of
from autograder.quizzes.drafts import CollisionError, ItemError
from autograder.quizzes.kind import AnswerError, Control, Kind
from autograder.quizzes.kinds import KINDS, kind_of
from autograder.quizzes.placement import Placed, Placement, hardest
from autograder.quizzes.questions import AnswerKey, Meaning, Option, PlainKey, Question, Solved
from autograder.quizzes.session import Asked, QuizSession, Response, Stage
from autograder.quizzes.stamps import read_stamp
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
    "Placed",
    "Placement",
    "PlainKey",
    "Posed",
    "Question",
    "QuizSession",
    "Response",
    "Solved",
    "Stage",
    "Standing",
    "given_back",
    "hardest",
    "judge_answer",
    "kind_of",
    "letter_of",
    "load_bank",
    "read_stamp",
    "readings",
]
