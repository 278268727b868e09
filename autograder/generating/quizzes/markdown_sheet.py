"""A question sheet as Markdown: to be read as it is, in any editor, e-mail or forum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.content import Language
from autograder.feedback.quiz import how_to_answer
from autograder.languages import Words, words_in
from autograder.pages.markdown import as_code, fenced
from autograder.quizzes import Question, kind_of
from autograder.quizzes.stamps import letter, lettered, stamp

__all__ = ["sheet_markdown"]


def sheet_markdown(
    questions: Sequence[tuple[Question, float]], title: str, name: str, language: Language
) -> str:
    """
    Return a student's own sheet, without a key.

    Args:
        questions: The questions in their order, each with its points.
        name: The student's, as the roster has it; it is shown as text, whatever is in it.
    """
    say = words_in(language)
    parts = [f"# {title}", f"{say('Name:')} {as_code(name)}"]
    for number, (question, points) in enumerate(questions, start=1):
        parts += _asked(question, number, points, say)
    return "\n\n".join(parts) + "\n"


def _asked(question: Question, number: int, points: float, say: Words) -> Iterator[str]:
    mark = stamp(question.item, question.variant, several=True)
    worth = "" if points == 1 else f" ({say('Points: {points}', points=f'{points:g}')})"
    yield f"## {number}. `{mark}`{worth}"
    yield question.stem[say.language]
    if question.code is not None:
        yield fenced(_code(question), "python")
    if question.options:
        yield "\n".join(
            f"- {lettered(letter(index), option.markdown(say.language))}"
            for index, option in enumerate(question.options)
        )
    yield say("Your answer: {how}.", how=how_to_answer(question, say))


def _code(question: Question) -> str:
    """The code, with numbers of lines if answers refer to them."""
    if not kind_of(question).numbered:
        return question.code or ""
    return "\n".join(f"{at:2}  {line}" for at, line in enumerate(question.lines, start=1))
