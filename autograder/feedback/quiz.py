"""Words about a question: how to answer it, and feedback on an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.content import Course, Text
from autograder.languages import Words
from autograder.quizzes import Question, Response, Standing, kind_of

__all__ = ["QuizFeedback", "how_to_answer", "how_to_choose", "quiz_feedback", "sentences"]

#: Nobody reads more than this.
_MOST_IDEAS = 3


def sentences(course: Course) -> Mapping[str, Text]:
    """Return the sentence on each misconception, by its id."""
    return {name: misconception.sentence for name, misconception in course.misconceptions.items()}


def how_to_answer(question: Question, say: Words) -> str:
    """Return the form of an answer to *question*, in a few words."""
    kind = kind_of(question)
    return say(kind.how, **kind.example(question))


def how_to_choose(question: Question, say: Words) -> str:
    """Return the form of an answer where options are clicked, not typed."""
    kind = kind_of(question)
    return say(kind.how_to_click) if kind.how_to_click else how_to_answer(question, say)


@dataclass(frozen=True, slots=True)
class QuizFeedback:
    """
    Feedback on an answer, in one language; hides the right answer until the question is over.

    Attributes:
        head: Whether the answer is right, in a few words.
        ideas: The ideas behind the answer, the most important first.
        explanation: Why the right answer is right; empty until the question is over.
    """

    standing: Standing
    head: str
    ideas: tuple[str, ...]
    explanation: str


def quiz_feedback(response: Response, sentences: Mapping[str, Text], say: Words) -> QuizFeedback:
    """
    Put the *response* to an answer into words for a terminal, watch mode or a notebook.

    Args:
        sentences: The sentence on each misconception, by its id.
    """
    verdict, posed = response.verdict, response.posed
    heads = {
        Standing.RIGHT: say("Right."),
        Standing.PARTLY: say("Partly right: {percent} %.", percent=round(100 * verdict.credit)),
        Standing.WRONG: say("Not this one.") if posed.question.options else say("Not this."),
    }
    return QuizFeedback(
        verdict.standing,
        heads[verdict.standing],
        tuple(text[say.language] for text in verdict.messages(sentences)[:_MOST_IDEAS]),
        posed.explain[say.language] if response.explained else "",
    )
