"""``gradlings new-misconception``: a row of the course's own catalogue, unless one that is there fits."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.assignments.assignment import dump
from autograder.content import Course, Misconception, Text, YamlFile, nearest
from autograder.errors import InputError
from autograder.files import write_whole
from autograder.languages import in_all, mark

__all__ = ["Candidate", "NewMisconceptionError", "add_misconception", "similar", "take_over"]

_FILE = "misconceptions.yaml"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
#: Words of so many letters are the same if they begin alike: forgets, forgotten.
_STEM = 4
#: A word in an id or a title says more of an idea than one in its sentence.
_IN_TITLE, _IN_SENTENCE = 3.0, 1.0


class NewMisconceptionError(InputError, ValueError):
    """The row can't be written; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A misconception that may be the one that an author means.

    Attributes:
        own: Whether the author's course has it; else it can be taken over.
    """

    id: str
    misconception: Misconception
    own: bool


def similar(words: str, course: Course, shared: Course, *, most: int = 5) -> list[Candidate]:
    """
    Return the misconceptions that share *words*, the likeliest first.

    Rare words count more than frequent ones, words of id and title more than those of the sentence.

    Args:
        course: The author's; its own misconceptions come before equally likely shared ones.
        shared: The course whose catalogue others may take from.
    """
    candidates = [Candidate(name, one, own=True) for name, one in course.misconceptions.items()]
    candidates += [
        Candidate(name, one, own=False)
        for name, one in shared.misconceptions.items()
        if name not in course.misconceptions
    ]
    texts = [(_stems(_title(one)), _stems(_sentence(one))) for one in candidates]
    asked = _stems(words)
    weights = {
        stem: math.log(1 + len(texts) / (1 + sum(stem in t | s for t, s in texts)))
        for stem in asked
    }

    def likeness(place: int) -> float:
        title, sentence = texts[place]
        in_title = sum(weights[stem] for stem in asked & title)
        in_sentence = sum(weights[stem] for stem in asked & sentence)
        # Of two titles with the same words, the one with fewer others is the likelier.
        share = len(asked & title) / max(len(title), 1)
        return _IN_TITLE * in_title * (1 + share) + _IN_SENTENCE * in_sentence

    ranked = sorted(range(len(candidates)), key=likeness, reverse=True)
    return [candidates[place] for place in ranked[:most] if likeness(place) > 0]


def add_misconception(course: Course, name: str, title: str) -> Mapping[str, Misconception]:
    """
    Write a row for the idea *name* to the end of ``misconceptions.yaml``, its sentence to be written.

    Returns:
        The row.

    Raises:
        NewMisconceptionError: If the id is taken or none, or if the file has to be changed by hand.
    """
    new = Misconception(
        title=Text(dict.fromkeys(course.languages, title)),
        sentence=in_all(course.languages, mark("TODO what to say to a learner who has this idea")),
    )
    return _written(course, name, new)


def take_over(course: Course, name: str, shared: Course) -> Mapping[str, Misconception]:
    """
    Copy the row of *shared* with this name, in the languages of the course.

    A course is whole in itself, so it has a copy, whose words can be changed.

    Raises:
        NewMisconceptionError: As for :func:`add_misconception`, or if *shared* has no such row.
    """
    if name not in shared.misconceptions:
        raise NewMisconceptionError(
            f"there is no shared misconception {name!r}.{nearest(name, shared.misconceptions)}"
        )
    theirs = shared.misconceptions[name]
    todo = in_all(course.languages, mark("TODO translate"))

    def text(of: Text) -> Text:
        known = {one: of.root.get(one) or f"{todo[one]}: {of.first}" for one in course.languages}
        return Text(known)

    ours = Misconception(title=text(theirs.title), sentence=text(theirs.sentence))
    return _written(course, name, ours)


def _written(course: Course, name: str, new: Misconception) -> Mapping[str, Misconception]:
    if not _ID.fullmatch(name):
        raise NewMisconceptionError(
            f"{name!r} is no id: letters, digits and _ only, a letter first"
        )
    if name in course.misconceptions:
        raise NewMisconceptionError(f"{_FILE} has {name!r} already; choose another id")
    path = course.path / _FILE
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    if "".join(lines).strip() in ("", "{}"):
        text = "".join(f"{line}\n" for line in text.splitlines() if line.lstrip().startswith("#"))
    elif "".join(lines).lstrip().startswith("{") or not isinstance(YamlFile(path).data, dict):
        raise NewMisconceptionError(f"{path}: write each misconception in lines of its own first")
    row = dump({name: new.model_dump(exclude_none=True)})
    separated = f"{text.rstrip()}\n\n" if text.strip() else ""
    write_whole(path, separated + row)
    return {name: new}


def _title(candidate: Candidate) -> str:
    return " ".join([candidate.id.replace("_", " "), *candidate.misconception.title.root.values()])


def _sentence(candidate: Candidate) -> str:
    return " ".join(candidate.misconception.sentence.root.values())


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stems_of(re.findall(r"\w+", text.replace("_", " ").casefold())))


def _stems_of(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        plain = "".join(
            letter
            for letter in unicodedata.normalize("NFKD", word)
            if not unicodedata.combining(letter)
        )
        if len(plain) >= _STEM:  # "to", "the" and the like say nothing
            yield plain[:_STEM]
