"""Written exercises: answered in words, graded by a person along a rubric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from autograder.assignments.worth import shared_out, total
from autograder.content import Course, Language, Text
from autograder.languages import words_in
from autograder.submissions import WrittenQuestion, is_written_id
from autograder.tables import number_of

__all__ = [
    "RubricLine",
    "Texts",
    "WrittenChoice",
    "WrittenTask",
    "answer_file",
    "lacking",
    "mistakes_in",
    "placeholder",
    "prompt",
    "question_on",
    "written_task",
]

#: Columns of ``grades.csv``, and names that Windows keeps for devices: no file and no column can
#: be called so.
RESERVED = frozenset(
    (
        "id", "name", "score", "max_score", "penalty", "days_late", "attempts", "misconceptions",
        "integrity", "status", "automatic", "adjusted", "ungraded", "email", "section", "group",
        "con", "prn", "aux", "nul",
    )
)  # fmt: skip

#: A line between the parts of a file, in Markdown.
_RULE = "---"


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _one_or_several(value: object) -> object:
    """A text by language; the file may have one text for all."""
    return Text.in_any_language(value) if isinstance(value, str) and value.strip() else value


def _id(value: str) -> str:
    if not is_written_id(value):
        raise ValueError("an id has letters, digits and _ only, a letter first, at most 57 in all")
    return value


#: A text for all languages, or one for each.
Texts = Annotated[Text, BeforeValidator(_one_or_several)]


class RubricLine(_Model):
    """What so many of the points are given for."""

    points: float = Field(ge=0, le=10_000)
    text: Texts


class WrittenChoice(_Model):
    """
    An entry of ``exercises`` that a person grades.

    Attributes:
        manual: The id, unlike those of the course's exercises and items.
        points: The full points; the rubric's sum up to them.
        title, statement: In Markdown; one text, or one for each language of the assignment.
    """

    manual: Annotated[str, AfterValidator(_id)]
    points: float = Field(gt=0, le=10_000)
    title: Texts
    statement: Texts
    rubric: list[RubricLine] = Field(min_length=1)


class WrittenTask(BaseModel):
    """
    A written exercise of an assignment, with its points there.

    Attributes:
        rubric: Its lines, whose points sum up to *points*.
        place: How many of the assignment's other exercises come before it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    points: float
    title: Text
    statement: Text
    rubric: list[RubricLine]
    place: int = 0


def written_task(choice: WrittenChoice, points: float, place: int) -> WrittenTask:
    """Return the task that *choice* describes at so many *points*, which its rubric shares out."""
    shares = shared_out(points, [line.points for line in choice.rubric])
    rubric = [
        RubricLine(points=share, text=line.text)
        for line, share in zip(choice.rubric, shares, strict=True)
    ]
    return WrittenTask(
        id=choice.manual,
        points=points,
        title=choice.title,
        statement=choice.statement,
        rubric=rubric,
        place=place,
    )


def mistakes_in(
    choice: WrittenChoice, course: Course, languages: Sequence[Language]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield key and problem of each mistake in *choice* that shows only beside all the rest."""
    name = choice.manual
    if name.casefold() in {exercise.id.casefold() for exercise in course.exercises}:
        yield ("manual",), f"{name} is an exercise of the course; give it an id of its own"
    elif name.casefold() in {item.casefold() for item in course.items}:
        yield ("manual",), f"{name} is a quiz item of the course; give it an id of its own"
    elif name.casefold() in RESERVED:
        yield ("manual",), f"{name} is a name that tables or systems keep; choose another id"
    if (found := total([line.points for line in choice.rubric])) != choice.points:
        problem = (
            f"its points sum up to {number_of(found)}, and those of {name} are "
            f"{number_of(choice.points)}; make them equal"
        )
        yield ("rubric",), problem
    texts: list[tuple[tuple[str | int, ...], Text]] = [
        (("title",), choice.title),
        (("statement",), choice.statement),
        *((("rubric", at, "text"), line.text) for at, line in enumerate(choice.rubric)),
    ]
    for key, text in texts:
        yield from ((key, problem) for problem in lacking(text, languages))


def lacking(text: Text, languages: Sequence[Language]) -> Iterator[str]:
    """Yield the problem of a *text* that is not there in all *languages* of an assignment."""
    for language in languages:
        if not text.is_in(language):
            yield f"it lacks a language of the assignment; add {language}: …"
            return


def prompt(task: WrittenTask, language: Language, *, level: int = 1) -> str:
    """
    Return what learners are asked, in Markdown: title, points, statement and rubric.

    Args:
        level: Of the title's heading.
    """
    say = words_in(language)
    parts = [
        f"{'#' * level} {task.title[language]}",
        say("Points: {points}. A person grades this.", points=number_of(task.points)),
        task.statement[language],
        say("What the points are for:"),
        "\n".join(f"- {number_of(one.points)}: {one.text[language]}" for one in task.rubric),
    ]
    return "\n\n".join(parts)


def placeholder(language: Language) -> str:
    """Return what stands where learners write, until they do."""
    say = words_in(language)
    return say("*Write your answer here, in place of this line.*")


def answer_file(task: WrittenTask, languages: Sequence[Language]) -> str:
    """Return the file that learners write their answer into: the prompt in each language, and room."""
    prompts = [prompt(task, language) for language in languages]
    room = "\n".join(dict.fromkeys(map(placeholder, languages)))
    return f"\n\n{_RULE}\n\n".join([*prompts, room]) + "\n"


def question_on(task: WrittenTask, languages: Sequence[Language]) -> WrittenQuestion:
    """Return the question by which the answer to *task* is found among a student's files."""
    return WrittenQuestion(task.id, (answer_file(task, languages),))
