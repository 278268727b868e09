"""The encoding of a script, found as Python finds it: by a byte order mark or a declaration."""

from __future__ import annotations

import codecs
import re

from autograder.submissions.refusals import SubmissionError, not_utf_8, printable

__all__ = ["decoded"]

#: PEP 263; it counts in the first two lines, and in the second only below a comment or nothing.
_DECLARED = re.compile(rb"[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?", re.DOTALL)
#: Editors on Windows write these marks; Python runs no such file, so it would not run at home either.
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
#: No editor writes these, and decoding takes time quadratic in the length of the text.
_REFUSED = frozenset({"idna", "punycode"})


def decoded(data: bytes, name: str) -> str:
    """
    Return the text of a script, read in the encoding that it declares, or UTF-8.

    Raises:
        SubmissionError: If it declares an encoding that is unknown here, or is not written in
            its encoding.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _read(data, "utf-8-sig", name)
    if data.startswith(_MARKS):
        raise not_utf_8(name, 0)
    declared = _declared(data)
    if not declared and _has_wide_characters(data):
        raise not_utf_8(name, 0)
    if not declared:
        return _read(data, "utf-8", name)
    try:
        encoding = codecs.lookup(declared).name
        return _read(data, "" if encoding in _REFUSED else encoding, name)
    except LookupError:  # unknown, or no encoding of texts
        raise SubmissionError(
            "{name} declares the encoding {encoding}, which is unknown here; save it with UTF-8 "
            "encoding",
            name=printable(name),
            encoding=declared,
        ) from None


def _has_wide_characters(data: bytes) -> bool:
    """Whether *data* looks like UTF-16 without a mark: at its start every other byte is zero."""
    head = data[:16]
    halves = head[::2], head[1::2]
    return len(head) == 16 and any(not any(half) for half in halves) and any(map(all, halves))


def _declared(data: bytes) -> str:
    """The encoding that is declared, or ``""``."""
    lines = re.split(rb"\r\n|\r|\n", data, maxsplit=2)[:2]
    for line in lines:
        if (found := _DECLARED.match(line)) is not None:
            return found[1].decode("ascii", "replace")[:80]
        if not _BLANK.fullmatch(line):
            break
    return ""


def _read(data: bytes, encoding: str, name: str) -> str:
    """
    Raises:
        SubmissionError: If *data* is not in this encoding.
        LookupError: If it is no encoding of texts.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-8"):
            raise not_utf_8(name, error.start) from None
        place = error.start
    except UnicodeError:  # a codec that does not tell where
        place = 0
    raise SubmissionError(
        "{name} is said to be in the encoding {encoding} and is not at byte {place}; save it with "
        "UTF-8 encoding",
        name=printable(name),
        encoding=encoding,
        place=place,
    )
