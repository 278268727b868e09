"""Quizzes: items, their variants, answering and reviewing. Imports no torch, so it runs anywhere."""

from autograder.quizzes.answering import AnswerVerdict, judge_answer
from autograder.quizzes.answers import AnswerError, letter_of
from autograder.quizzes.bank import Bank, BankError, Posed, load_bank
from autograder.quizzes.questions import AnswerKey, Option, PlainKey, Question, Solved, Told

__all__ = [
    "AnswerError",
    "AnswerKey",
    "AnswerVerdict",
    "Bank",
    "BankError",
    "Option",
    "PlainKey",
    "Posed",
    "Question",
    "Solved",
    "Told",
    "judge_answer",
    "letter_of",
    "load_bank",
]
