"""
Sealed keys: the meaning of an answer can be read only by giving that answer.

Learners hear offline whether they are right, but no page, notebook or file of theirs says what
is right. Each meaning is enciphered under the answer itself. This protects answers from being
read, not from being tried: anybody can open a choice of four in four tries. Marks that count
come from variants whose key the instructor keeps.

The cipher is SHA-256 in counter mode, since a browser has it too (``crypto.subtle``):
``key = SHA256(salt, item, variant, answer)``, block i of the pad is ``SHA256(key, i)``, and
the first eight bytes of ``SHA256(key, "tag")`` show whether an answer fits.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograder.content import Text
from autograder.quizzes.questions import Meaning

__all__ = ["SealedKey", "seal", "seal_text", "unseal_text"]

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class SealedKey:
    """
    The sealed meanings of a question's answers.

    Attributes:
        salt: The item's salt; it makes equal answers of two items look different.
        sealed: Tag and ciphertext of each meaning, in the order of tags, which reveals nothing.
    """

    salt: str
    item: str
    variant: int
    sealed: Sequence[Sequence[str]]

    def meaning(self, answer: str) -> Meaning | None:
        """Return what *answer*, in canonical form, means, or None if that is not known."""
        key = _key(self.salt, self.item, self.variant, answer)
        text = self._by_tag.get(_tag(key))
        if text is None:
            return None
        data = json.loads(_crypt(key, base64.b64decode(text)))
        feedback = data.get("feedback")
        return Meaning(
            data["right"], data.get("misconception"), Text(**feedback) if feedback else None
        )

    @cached_property
    def _by_tag(self) -> dict[str, str]:
        return {tag: text for tag, text in self.sealed}  # noqa: C416 - pairs come as lists


def seal(salt: str, item: str, variant: int, answers: Mapping[str, Meaning]) -> list[list[str]]:
    """Return the sealed form of *answers*, by canonical answer."""
    sealed = []
    for answer, meaning in answers.items():
        data: dict[str, Any] = {"right": meaning.right}
        if meaning.misconception:
            data["misconception"] = meaning.misconception
        if meaning.feedback is not None:
            data["feedback"] = meaning.feedback.model_dump()
        key = _key(salt, item, variant, answer)
        text = json.dumps(data, ensure_ascii=False).encode()
        # Padded, so that the length does not reveal which meaning is the right one.
        text += b" " * (-len(text) % 256)
        sealed.append([_tag(key), base64.b64encode(_crypt(key, text)).decode()])
    return sorted(sealed)


def seal_text(salt: str, text: str) -> str:
    """Return *text* so that nobody reads it by accident; the salt opens it."""
    return base64.b64encode(_crypt(_key(salt, "", 0, ""), text.encode())).decode()


def unseal_text(salt: str, sealed: str) -> str:
    """Return the text that :func:`seal_text` sealed with this *salt*."""
    return _crypt(_key(salt, "", 0, ""), base64.b64decode(sealed)).decode()


def _key(salt: str, item: str, variant: int, answer: str) -> bytes:
    text = _SEPARATOR.join((salt, item, str(variant), answer))
    return hashlib.sha256(text.encode()).digest()


def _tag(key: bytes) -> str:
    return hashlib.sha256(key + b"tag").hexdigest()[:16]


def _crypt(key: bytes, data: bytes) -> bytes:
    pad = b"".join(
        hashlib.sha256(key + index.to_bytes(4, "big")).digest()
        for index in range(len(data) // 32 + 1)
    )
    return bytes(a ^ b for a, b in zip(data, pad, strict=False))
