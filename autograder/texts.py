"""Texts from others, made safe for any terminal, page or table."""

from __future__ import annotations

import codecs
import re
import unicodedata

__all__ = ["as_saved", "cleaned", "lines_of_program", "one_line", "without_accents"]

# What terminals obey (ECMA-48): control sequences, terminated strings, and two-character escapes.
# Each alternative stops at the next ESC, so matching takes time linear in the text.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]+[0-~]"
    r"|\x1b[0-Z\\^_`-~]"
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_ENDS_IN_PROGRAMS = re.compile("\r\n?|\n")
# Letters and marks that are drawn as nothing (Unicode: Default_Ignorable_Code_Point), and the
# blank of Braille. Characters of category C are not listed: they are removed by their category.
_INVISIBLE = frozenset(
    map(
        chr,
        (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, 0xFFA0,
         *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    )
)  # fmt: skip
#: No language stacks more combining marks than this; a hundred would cover the lines around.
_MOST_MARKS = 4


def cleaned(text: str) -> str:
    r"""
    Return *text* without anything that a terminal would obey, or that a reader would not see.

    This removes escape sequences, control characters except newline and tab, characters that
    change the direction of text or take no room, lone surrogates, and code points that are private
    or unassigned. Other line ends become newlines. Cleaning twice changes nothing.

    >>> cleaned("\x1b[31mred\x1b[0m\r\nnext\u202e")
    'red\nnext'
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text  # as most programs are
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    kept, marks = [], 0
    for character in text:
        category = unicodedata.category(character)
        if character not in "\n\t" and (category[0] == "C" or character in _INVISIBLE):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def one_line(text: str) -> str:
    r"""
    Return *text* cleaned and on one line; a name with line breaks could imitate our own messages.

    >>> one_line("Ann\tB.\npassed")
    'Ann B. passed'
    """
    return cleaned(text).replace("\n", " ").replace("\t", " ")


def lines_of_program(source: str) -> list[str]:
    r"""
    Return the lines of a program as Python counts them, without their ends.

    ``str.splitlines`` takes more for an end of a line, such as a form feed, which ends no comment.

    >>> lines_of_program("# a\x0cb\r\nc\rd")
    ['# a\x0cb', 'c', 'd']
    """
    return _ENDS_IN_PROGRAMS.split(source)


def without_accents(text: str) -> str:
    """
    Return *text* with bare letters for those that have accents.

    >>> without_accents("Őri Ágnes")
    'Ori Agnes'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def as_saved(data: bytes) -> str:
    """
    Return the text in *data* as editors and spreadsheets save it.

    That is UTF-8, UTF-16 with its mark (Excel's "Unicode text"), or the code page of a Windows,
    which tells nothing of itself: Central European if it has ő or ű there, else Western.

    Raises:
        UnicodeDecodeError: If it begins as UTF-16 and is not.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        central = any(byte in data for byte in "őűŐŰ".encode("cp1250"))
        return data.decode("cp1250" if central else "cp1252", "replace")
