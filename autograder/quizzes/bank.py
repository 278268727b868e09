"""
``quiz.key.json``: the variants of a chapter's items as learners have them, keys sealed.

Made by ``gradlings lock`` from both sides of the item bank. It lets anybody ask and answer
offline, without torch and without solutions; see ``sealing.py`` for what that hides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.content import Course, Text
from autograder.content.items import ItemKind
from autograder.errors import UnfitCourseError
from autograder.quizzes.kinds import kind_of
from autograder.quizzes.questions import Option, Question, Solved
from autograder.quizzes.sealing import SealedKey, seal, seal_text, unseal_text
from autograder.quizzes.values import alike

__all__ = ["Bank", "BankError", "Posed", "load_bank", "read_bank", "write_bank"]

_SCHEMA = 1


class BankError(UnfitCourseError, RuntimeError):
    """The sealed bank of a chapter is missing or of another version."""


@dataclass(frozen=True)
class Posed:
    """
    A question with its sealed key, ready to be answered.

    Attributes:
        why: The question after the question, if there is one.
    """

    question: Question
    key: SealedKey
    sealed_explanation: str
    why: Posed | None = None

    @property
    def explain(self) -> Text:
        """Why the answer is right; to be shown after answering."""
        return Text(**json.loads(unseal_text(self.key.salt, self.sealed_explanation)))


@dataclass(frozen=True)
class Bank:
    """
    The variants of each item, by id.

    Attributes:
        shows: The misconceptions that an item's answers can show, by item.
    """

    items: Mapping[str, tuple[Posed, ...]]
    shows: Mapping[str, frozenset[str]]
    digest: str = ""

    def posed(self, item_id: str, variant: int) -> Posed:
        """Return a variant of an item; past the last one they begin anew."""
        variants = self.items[item_id]
        return variants[variant % len(variants)]


def write_bank(solved: Mapping[str, Sequence[Solved]], digest: str) -> str:
    """Return the text of a bank; *digest* is that of the files it was made from."""
    items = {
        name: {
            "salt": _salt(name),
            "shows": sorted({m for one in variants for m in one.shows}),
            "variants": [_encode(one, _salt(name)) for one in variants],
        }
        for name, variants in solved.items()
    }
    data = {"schema": _SCHEMA, "digest": digest, "items": items}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_bank(text: str | bytes) -> Bank:
    """
    Read what :func:`write_bank` wrote.

    Raises:
        BankError: If it is something else.
    """
    try:
        data = json.loads(text)
        if data["schema"] != _SCHEMA:
            raise BankError("quiz.key.json is of another version; run: gradlings lock")
        items = {
            name: tuple(
                _decode(name, number, one, entry["salt"])
                for number, one in enumerate(entry["variants"])
            )
            for name, entry in data["items"].items()
        }
        shows = {name: frozenset(entry["shows"]) for name, entry in data["items"].items()}
        return Bank(items, shows, data["digest"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BankError(f"quiz.key.json can't be read ({error}); run: gradlings lock") from None


def load_bank(course: Course) -> Bank:
    """
    Return all items of *course* with their sealed keys.

    Raises:
        BankError: If a chapter has items and no quiz.key.json.
    """
    items: dict[str, tuple[Posed, ...]] = {}
    shows: dict[str, frozenset[str]] = {}
    for chapter in course.banks:
        path = course.path / chapter / "quiz.key.json"
        try:
            bank = read_bank(path.read_bytes())
        except FileNotFoundError:
            raise BankError(f"{chapter} has no quiz.key.json; run: gradlings lock") from None
        items |= bank.items
        shows |= bank.shows
    return Bank(items, shows)


def _salt(item: str) -> str:
    """A salt made from the item's id: a random one would change the file each time it is made."""
    return hashlib.sha256(f"gradlings quiz {item}".encode()).hexdigest()[:16]


def _encode(solved: Solved, salt: str) -> dict[str, Any]:
    question = solved.question
    data: dict[str, Any] = {"kind": question.kind.value, "stem": question.stem.model_dump()}
    if question.code is not None:
        data["code"] = question.code
    if question.options:
        data["options"] = [
            {"id": o.id, **({"code": o.text.first} if o.code else {"text": o.text.model_dump()})}
            for o in question.options
        ]
    data |= {name: getattr(question, name) for name in kind_of(question).stored}
    data["sealed"] = seal(salt, question.item, question.variant, solved.answers)
    data["explain"] = seal_text(salt, json.dumps(solved.explain.model_dump(), ensure_ascii=False))
    if solved.why is not None:
        data["why"] = _encode(solved.why, salt)
    return data


def _decode(name: str, variant: int, data: Mapping[str, Any], salt: str) -> Posed:
    question = Question(
        item=name,
        variant=variant,
        kind=ItemKind(data["kind"]),
        stem=Text(**data["stem"]),
        code=data.get("code"),
        options=tuple(_option(option) for option in data.get("options", ())),
        count=data.get("count", 1),
        digits=data.get("digits", 2),
    )
    why = data.get("why")
    return Posed(
        question,
        SealedKey(salt, name, variant, data["sealed"]),
        data["explain"],
        _decode(f"{name}.why", variant, why, salt) if why else None,
    )


def _option(data: Mapping[str, Any]) -> Option:
    if "code" in data:
        return Option(data["id"], alike(data["code"]), code=True)
    # In banks of before, languages stand beside the id, which would be Indonesian now.
    return Option(data["id"], Text(data.get("text") or {one: data[one] for one in ("en", "hu")}))
