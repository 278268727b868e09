"""
Reading GIFT, so that instructors can bring their own questions into the item bank.

We can read multiple choice (with one or several right options), true/false, and numbers with a
tolerance. Other questions (essays, matching, orderings, short answers) are left out, and each
is reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from autograder.errors import InputError

__all__ = ["GiftError", "GiftQuestion", "Refused", "read_gift"]

_MAX_BYTES = 2_000_000
_SPECIAL = "~=#{}:\\"
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_TAG = re.compile(
    r"</?(?:p|br|div|span|pre|code|tt|b|i|u|em|strong|sub|sup|ul|ol|li|h\d|img|a)\b[^<>]*>"
    r"|&(?:[a-z]+|#\d+);"
)


class GiftError(InputError, ValueError):
    """A file can't be read as GIFT."""


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """An option of a question, and the feedback on it."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True)
class GiftQuestion:
    """
    A question that we can ask.

    Attributes:
        kind: ``single``, ``multiple`` or ``number``.
        line: The line where it begins, counted from 1.
        value: For a number: the right value, and by how much an answer may be off.
    """

    name: str
    stem: str
    kind: str
    line: int
    answers: tuple[GiftAnswer, ...] = ()
    value: tuple[float, float] = (0.0, 0.0)
    feedback: str = ""
    tags: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that was left out: the line where it begins, and why."""

    line: int
    why: str


def read_gift(text: str) -> tuple[list[GiftQuestion], list[Refused]]:
    """
    Read the questions of a GIFT file; return those that we can ask, and those that we can't.

    Raises:
        GiftError: If the file is too large.
    """
    if len(text) > _MAX_BYTES:
        raise GiftError("larger than 2 MB; split the file")
    questions: list[GiftQuestion] = []
    refused: list[Refused] = []
    for line, block in _blocks(text.replace("\r\n", "\n").replace("\r", "\n")):
        try:
            questions.append(_question(block, line, len(questions) + 1))
        except _NotOursError as error:
            refused.append(Refused(line, str(error)))
    return questions, refused


class _NotOursError(Exception):
    """A question that we can't ask."""


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line where each question begins, and its text without comments and categories."""
    start, lines, tags = 0, list[str](), ""
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            tags += "".join(re.findall(r"\[[^\]]*\]", stripped))
            continue
        if stripped.startswith("$CATEGORY:"):
            continue
        # A blank line ends a question, unless its braces are still open.
        if not stripped and (not lines or _closed("\n".join(lines))):
            if lines:
                yield start, f"{tags}\x00" + "\n".join(lines)
            lines, tags = [], "" if lines else tags
            continue
        if not lines:
            start = number
        lines.append(line)
    if lines:
        yield start, f"{tags}\x00" + "\n".join(lines)


def _closed(text: str) -> bool:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
    return depth <= 0


def _question(block: str, line: int, number: int) -> GiftQuestion:
    noted, _, text = block.partition("\x00")
    tags = tuple(re.findall(r"\[tag:([^\]]+)\]", noted))
    found = re.match(r"\s*::((?:\\.|[^:\\]|:(?!:))*)::", text)
    name = _plain(found.group(1)) if found else f"question {number}"
    text = text[found.end() :] if found else text
    inside = _braces(text)
    if inside is None:
        raise _NotOursError("has no answers in braces; a description is no question")
    before, body, after = inside
    markup = _markup(before)
    stem = _plain(before, markup)
    if after.strip():
        stem = f"{stem} ____ {_plain(after, markup)}"
    body, _, general = _split_once(body, "####")
    made: dict[str, Any] = {
        "name": name, "stem": stem, "line": line, "feedback": _plain(general), "tags": tags,
    }  # fmt: skip
    body = body.strip()
    plain = re.sub(r"\\.", "", body, flags=re.DOTALL)
    if named := next((why for fits, why in _NOT_OURS if fits(plain)), None):
        raise _NotOursError(named)
    if body.startswith("#"):
        value, feedback = _number(body[1:])
        made["feedback"] = made["feedback"] or feedback
        return GiftQuestion(kind="number", value=value, **made)
    if re.fullmatch(r"(T|F|TRUE|FALSE)(#.*)?", body, re.IGNORECASE | re.DOTALL):
        return _true_false(body, made)
    answers = tuple(_answers(body, markup))
    right = sum(answer.right for answer in answers)
    if not right:
        raise _NotOursError("has no right answer")
    kind = "single" if right == 1 and "%" not in plain else "multiple"
    return GiftQuestion(kind=kind, answers=answers, **made)


def _is_written(plain: str) -> bool:
    """Whether all answers are accepted spellings: there is no wrong one to choose."""
    return plain.startswith("=") and "~" not in plain


#: How questions that we can't ask are recognised, without escaped characters, and named.
_NOT_OURS: Sequence[tuple[Callable[[str], object], str]] = (
    (lambda plain: not plain, "is an essay; essays can't be graded here"),
    (
        lambda plain: re.match(r">\s*\d*\s", plain),
        "is an ordering question; write it as an order item",
    ),
    (
        lambda plain: _is_written(plain) and "->" in plain,
        "is a matching question; ask it as a choice",
    ),
    (
        lambda plain: _is_written(plain) and re.search(r"=\s*%", plain),
        "is a short answer with weights; ask it as a choice, or as a number ({#…})",
    ),
    (_is_written, "is a short answer; ask it as a choice, or as a number ({#…})"),
)


def _true_false(body: str, made: dict[str, Any]) -> GiftQuestion:
    value, _, feedback = body.partition("#")
    wrong, _, right = feedback.partition("#")
    yes = value.strip().upper() in ("T", "TRUE")
    answers = (
        GiftAnswer("True", yes, _plain(right if yes else wrong)),
        GiftAnswer("False", not yes, _plain(wrong if yes else right)),
    )
    return GiftQuestion(kind="single", answers=answers, **made)


def _number(text: str) -> tuple[tuple[float, float], str]:
    """
    Return value and tolerance of the first answer that gets full marks, and the feedback on it.

    Answers are ``3.14:0.01`` or ``3.13..3.15``, each after ``=``, perhaps with a weight.
    """
    text = text.strip()
    for found in _each_answer(text if text.startswith(("=", "~")) else f"={text}"):
        weight, written, feedback = found
        if weight is None or weight == 100:
            return _span(written.strip()), _plain(feedback)
    raise _NotOursError("has no answer with full marks")


def _span(text: str) -> tuple[float, float]:
    text = text.replace("\\", "")
    number = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
    if found := re.fullmatch(rf"({number})\s*\.\.\s*({number})", text):
        low, high = (float(part.replace(",", ".")) for part in found.groups())
        return (low + high) / 2, (high - low) / 2
    if found := re.fullmatch(rf"({number})(?:\s*:\s*({number}))?", text):
        value, tolerance = found.group(1), found.group(2) or "0"
        return float(value.replace(",", ".")), float(tolerance.replace(",", "."))
    # The answer stays unsaid, since it is the key.
    raise _NotOursError("asks for a number, but its answer is none")


def _each_answer(body: str) -> Iterator[tuple[float | None, str, str]]:
    """Yield each answer's weight in percent, 0 for a wrong one, None for a right one; text; feedback."""
    for found in re.finditer(r"(?<!\\)([=~])((?:\\.|[^=~\\])*)", body, re.DOTALL):
        sign, text = found.groups()
        text, _, feedback = _split_once(text, "#")
        weight = re.match(r"\s*%(-?\d+(?:\.\d+)?)%", text)
        worth = float(weight.group(1)) if weight else (None if sign == "=" else 0.0)
        yield worth, text[weight.end() :] if weight else text, feedback


def _answers(body: str, markup: str) -> Iterator[GiftAnswer]:
    for worth, text, feedback in _each_answer(body):
        right = worth is None or worth > 0
        yield GiftAnswer(_plain(text, markup), right, _plain(feedback, markup))


def _braces(text: str) -> tuple[str, str, str] | None:
    found = re.search(r"(?<!\\)\{((?:\\.|[^{}\\])*)\}", text, re.DOTALL)
    return (text[: found.start()], found.group(1), text[found.end() :]) if found else None


def _split_once(text: str, mark: str) -> tuple[str, str, str]:
    """Like ``partition``, at the first *mark* without a backslash before it."""
    found = re.search(rf"(?<!\\){re.escape(mark)}", text)
    return (text[: found.start()], mark, text[found.end() :]) if found else (text, "", "")


def _markup(text: str) -> str:
    """The format that a question's text names: ``html``, ``markdown``, ``plain`` or ``moodle``."""
    found = _FORMAT.match(text)
    return found.group(1) if found else "moodle"


def _plain(text: str, markup: str = "moodle") -> str:
    """*text* as Markdown: without escapes and format marks; HTML only where it may stand."""
    markup = found.group(1) if (found := _FORMAT.match(text)) else markup
    text = _FORMAT.sub("", text)
    text = re.sub(
        rf"\\([n{re.escape(_SPECIAL)}])",
        lambda escaped: "\n" if escaped.group(1) == "n" else escaped.group(1),
        text,
    )
    if markup in ("html", "moodle") and _TAG.search(text):
        text = _from_html(text)
    return text.strip()


def _from_html(text: str) -> str:
    """The Markdown of the few tags that questions have; a block of code stays one."""
    reader = _Html()
    reader.feed(text)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts))


class _Html(HTMLParser):
    """Collects Markdown in ``parts``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.in_block = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "pre":
            self.in_block = True
            self.parts.append("\n\n```\n")
        elif tag in ("code", "tt") and not self.in_block:
            self.parts.append("`")
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.in_block = False
            self.parts.append("\n```\n\n")
        elif tag in ("code", "tt") and not self.in_block:
            self.parts.append("`")
        elif tag in ("p", "div"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
