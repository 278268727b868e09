"""The formats of a course's YAML files. These models are their only definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from typing_extensions import Self

from autograder.content.language_tags import ANY_LANGUAGE, Language
from autograder.content.yaml_file import nearest

__all__ = [
    "Chapter",
    "Claim",
    "Concept",
    "Concepts",
    "CourseSheet",
    "ExerciseSheet",
    "Explanation",
    "Explanations",
    "Language",
    "Misconception",
    "Misconceptions",
    "Text",
]

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


class Text(RootModel[dict[Language, NonEmpty]]):
    """
    One text in every language of the course, with the same meaning.

    Which languages these are is known to whoever validates a course's file: the context
    ``{"languages": […]}`` makes one that is missing, or one too many, a mistake.

    >>> Text(en="sum", de="Summe")["de"]
    'Summe'
    """

    model_config = ConfigDict(strict=True, frozen=True)

    @classmethod
    def in_any_language(cls, text: str) -> Text:
        """Return a text that reads the same in every language: code, a number, a name."""
        return cls({ANY_LANGUAGE: text})

    @property
    def is_wordless(self) -> bool:
        """Whether it reads the same in every language."""
        return ANY_LANGUAGE in self.root

    @property
    def first(self) -> str:
        """The text in the course's first language, for authors and for what only has to be stable."""
        return next(iter(self.root.values()))

    def is_in(self, language: Language) -> bool:
        """Tell whether there is a text for readers of *language*."""
        return self.is_wordless or language in self.root

    def __getitem__(self, language: Language) -> str:
        return self.root.get(language) or self.root[ANY_LANGUAGE if self.is_wordless else language]

    def __hash__(self) -> int:
        return hash(frozenset(self.root.items()))

    @model_validator(mode="after")
    def _in_the_languages_of_the_course(self, info: ValidationInfo) -> Self:
        if info.context is None:
            if not self.root:
                raise ValueError("has no text in any language")
            return self
        if mistakes := list(self._misfits(info.context["languages"])):
            raise ValidationError.from_exception_data(type(self).__name__, mistakes)
        return self

    def _misfits(self, languages: Sequence[Language]) -> Iterator[InitErrorDetails]:
        for language in languages:
            if language not in self.root:
                yield InitErrorDetails(type="missing", loc=(language,), input=self.root)
        for language, text in self.root.items():
            if language not in languages:
                context = {"known": ", ".join(languages), "near": nearest(language, languages)}
                problem = PydanticCustomError(
                    "language",
                    "unknown key.{near} The languages are {known}; remove it, or name the language "
                    "in course.yaml",
                    context,
                )
                yield InitErrorDetails(type=problem, loc=(language,), input=text)


def _some_all_different(tags: list[Language]) -> list[Language]:
    if not tags:
        raise ValueError("names no language; write languages: [en]")
    folded = [tag.casefold() for tag in tags]
    for tag in tags:
        if folded.count(tag.casefold()) > 1:
            raise ValueError(f"names {tag} twice; name each language once")
    if ANY_LANGUAGE in folded:
        raise ValueError(f"names {ANY_LANGUAGE}, which stands for no language; leave it out")
    return tags


Languages = Annotated[list[Language], AfterValidator(_some_all_different)]


class CourseSheet(_Model):
    """
    ``course.yaml``: what holds for the whole course.

    Attributes:
        version: Names a state of the course, for who installs, updates or cites it.
        languages: Every text is there in all of them. Statements and stubs in the first one have
            plain names: ``README.md``, ``stub.py``.
        torch: What exercises have that do not say it themselves; see :class:`ExerciseSheet`.
    """

    version: Annotated[NonEmpty, StringConstraints(max_length=40)]
    title: Text
    languages: Languages
    torch: bool = True

    @classmethod
    def of_before(cls, path: Path) -> CourseSheet:
        """Return the sheet of a course that has none, as those that were made before there was one."""
        title = Text.in_any_language(path.resolve().name)
        return cls(version="0", title=title, languages=["en", "hu"])


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
        torch: Whether torch and other libraries are there when it runs; as the course says, unless
            given. ``false`` for what needs numpy alone, or is to be done by hand, on plain numbers:
            autograd is not forbidden then, it is missing.
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
