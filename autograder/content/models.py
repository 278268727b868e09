"""The formats of a course's YAML files. These models are their only definition."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, StringConstraints

__all__ = [
    "LANGUAGES",
    "Chapter",
    "Claim",
    "Concept",
    "Concepts",
    "ExerciseSheet",
    "Explanation",
    "Explanations",
    "Language",
    "Misconception",
    "Misconceptions",
    "Text",
]

Language = Literal["en", "hu"]
LANGUAGES: tuple[Language, ...] = ("en", "hu")

NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]


def _regular_expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error})") from None
    return pattern


class _Model(BaseModel):
    # strict: a YAML `yes` must not become a number; frozen: content is read, not edited.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Text(_Model):
    """One text in every language of the course, with the same meaning."""

    en: NonEmpty
    hu: NonEmpty

    def __getitem__(self, language: Language) -> str:
        return str(getattr(self, language))


class Chapter(_Model):
    """
    ``chapter.yaml``.

    Attributes:
        exercises: Ids of the chapter's exercises, in their order. The list registers nothing:
            exercises are found by their folders. Those not listed come after those listed, and
            a name without a folder is ignored, since a bundle holds only some exercises. (Lint
            reports both.)
    """

    title: Text
    exercises: list[NonEmpty] = []


class Claim(_Model):
    """
    One line of an exercise's rubric.

    Attributes:
        check: The function in ``checks.py`` that observes it.
        points: What it is worth.
        claim: What a right submission does, in the present tense.
    """

    check: Identifier
    points: float = Field(gt=0, le=100)
    claim: Text


class ExerciseSheet(_Model):
    """
    ``exercise.yaml``.

    Attributes:
        number: Place among the exercises that their chapter does not list, as in courses older
            than that list; those without one come last, by id. New exercises need none.
        bonus: Marked ★: worth doing, and nothing later needs it.
        concepts: What it teaches, by ids of ``concepts.yaml``.
        needs: Exercises to do before, by id.
        function: The learner's function; the exercise's id unless given.
        cases: How many cases each check is run on; one is enough where a check itself draws several
            inputs.
        time_limit: Seconds of CPU time that one submission may take for all checks together, on a
            machine like the author's; a slower one gives more. Lint proves that right programs need
            only a small part of it.
        torch: Whether torch and other libraries are there when it runs. ``false`` for what is to
            be done by hand, on plain numbers: autograd is not forbidden then, it is missing.
        hints: A nudge, the concept with a tiny example, the line to look at.
        advice: Misconceptions that cost no points here and are told as a note.
        misconceptions: What to say here to a learner who has one of them, where the sentence of
            ``misconceptions.yaml`` would not fit; wrong programs of the exercise show them.
        facts: Words for facts that only this exercise's checks report.
        read_more: Addresses of torch's documentation.
    """

    number: int | None = Field(default=None, ge=1)
    title: Text
    bonus: bool = False
    concepts: list[Identifier] = []
    needs: list[Identifier] = []
    function: Identifier | None = None
    cases: int = Field(default=4, ge=1, le=20)
    time_limit: float = Field(default=2.0, gt=0, le=120)
    torch: bool = True
    claims: list[Claim] = Field(min_length=1)
    hints: list[Text] = Field(min_length=3, max_length=3)
    takeaway: Text
    advice: list[Identifier] = []
    misconceptions: dict[Identifier, Text] = {}
    facts: dict[str, Text] = {}
    read_more: list[Annotated[str, StringConstraints(pattern=r"^https://\S+$")]] = []


class Concept(_Model):
    """An idea of the course that exercises teach and quiz items ask for."""

    title: Text


class Concepts(RootModel[dict[Identifier, Concept]]):
    """``concepts.yaml``, in the order in which the course introduces concepts."""


class Misconception(_Model):
    """
    A wrong model of autograd that predicts what a program will show.

    Attributes:
        sentence: What to say to a learner who has it.
        exercise: The exercise that teaches against it, once there is one.
    """

    title: Text
    sentence: Text
    exercise: Identifier | None = None


class Misconceptions(RootModel[dict[Identifier, Misconception]]):
    """``misconceptions.yaml``; the order is from basic to advanced, and ties go to the first."""


class Explanation(_Model):
    """
    The usual meaning of an error message in this course.

    Attributes:
        type: The exception's class name; any, unless given.
        match: A regular expression for a stable fragment of the message.
        means: The meaning, for a learner.
        misconceptions: Ids of the misconceptions that may lead to this message.
    """

    type: str = ""
    match: Annotated[NonEmpty, AfterValidator(_regular_expression)]
    means: Text
    misconceptions: list[Identifier] = []


class Explanations(RootModel[dict[Identifier, Explanation]]):
    """``errors.yaml``; the first entry that matches is used."""
