"""Quizzes: items, their variants, answering and reviewing. Imports no torch, so it runs anywhere."""

from autograder.quizzes.answering import AnswerVerdict, judge_answer
from autograder.quizzes.answers import AnswerError, letter_of
from autograder.quizzes.bank import Bank, BankError, Posed, load_bank
from autograder.quizzes.questions import AnswerKey, Option, PlainKey, Question, Solved, Told
from autograder.quizzes.sitting import Asked, Response, Sitting, Stage

__all__ = [
    "AnswerError",
    "AnswerKey",
    "AnswerVerdict",
    "Asked",
    "Bank",
    "BankError",
    "Option",
    "PlainKey",
    "Posed",
    "Question",
    "Response",
    "Sitting",
    "Solved",
    "Stage",
    "Told",
    "judge_answer",
    "letter_of",
    "load_bank",
]
