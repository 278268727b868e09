"""What a learner reads about a question: how to answer it, and what came of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.content import Course, Text
from autograder.languages import Words
from autograder.quizzes import Question, Response, Standing, kind_of

__all__ = ["QuizFeedback", "how_to_answer", "how_to_choose", "quiz_feedback", "sentences"]

#: More than this nobody reads.
_MOST_IDEAS = 3


def sentences(course: Course) -> Mapping[str, Text]:
    """Return what to say of each misconception."""
    return {name: misconception.sentence for name, misconception in course.misconceptions.items()}


def how_to_answer(question: Question, say: Words) -> str:
    """Return what an answer looks like, in a few words."""
    kind = kind_of(question)
    return say(kind.how, **kind.example(question))


def how_to_choose(question: Question, say: Words) -> str:
    """Return the same where options are clicked, not typed."""
    kind = kind_of(question)
    return say(kind.how_to_click) if kind.how_to_click else how_to_answer(question, say)


@dataclass(frozen=True, slots=True)
class QuizFeedback:
    """
    What is said to an answer, in one language; never which answer is right, until it is over.

    Attributes:
        head: Right or not, in a few words.
        ideas: What the answer means, the most important first.
        explanation: Why the right answer is right; empty until the question is over.
    """

    standing: Standing
    head: str
    ideas: tuple[str, ...]
    explanation: str


def quiz_feedback(response: Response, sentences: Mapping[str, Text], say: Words) -> QuizFeedback:
    """
    Put what came of an answer into words: for a terminal, watch mode and a notebook.

    Args:
        sentences: By misconception, what is said of it.
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
