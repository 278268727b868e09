"""Quiz questions and answers in words: how to answer, and what is said to an answer."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.content import Course, Text
from autograder.content.items import ItemKind
from autograder.languages import Words, mark
from autograder.quizzes import Question, Response, letter_of

__all__ = ["how_to_answer", "how_to_choose", "said_about", "sentences"]

_HOW = {
    ItemKind.SINGLE: mark("one letter"),
    ItemKind.ERROR: mark("one letter"),
    ItemKind.MULTIPLE: mark("all letters that are right, such as ac"),
    ItemKind.NUMBER: mark("a number"),
    ItemKind.TENSOR: mark("{count} numbers, such as {example}"),
    ItemKind.SHAPE: mark("a shape, such as (2, 3), or () for none"),
    ItemKind.LINE: mark("the number of the line"),
    ItemKind.TRACE: mark("the letters in order, such as {letters}"),
    ItemKind.ORDER: mark("the letters in order, such as {letters}"),
}


def sentences(course: Course) -> Mapping[str, Text]:
    """What to say of each misconception."""
    return {name: misconception.sentence for name, misconception in course.misconceptions.items()}


def how_to_answer(question: Question, say: Words) -> str:
    """Say what an answer looks like, in a few words."""
    letters = "".join(letter_of(index) for index in range(len(question.options)))
    example = "[" + ", ".join(str(n) for n in range(1, question.count + 1)) + "]"
    return say(_HOW[question.kind], count=question.count, example=example, letters=letters[::-1])


def how_to_choose(question: Question, say: Words) -> str:
    """The same where options are clicked, not typed."""
    if question.kind in (ItemKind.SINGLE, ItemKind.ERROR):
        return say("Choose one.")
    if question.kind is ItemKind.MULTIPLE:
        return say("Choose all that are right.")
    return how_to_answer(question, say)


def said_about(response: Response, course: Course) -> list[Text]:
    """At most three things to say to an answer, the most important first."""
    return list(response.verdict.said(sentences(course)))[:3]
