"""
Collect the program's sentences, bring the Hungarian catalogue up to date and compile it.

``--check`` writes nothing and fails if a sentence lacks a translation, if a
translation has other ``{parts}``, or if the compiled catalogue is stale.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from autograder.cli import cli
from autograder.cli.spoken import CLICK_SENTENCES, help_sentences

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "autograder/languages/locale/hu/LC_MESSAGES/gradlings.po"
#: The calls that Babel looks for: they say a sentence, mark it, or put it into an error.
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "_say": None,
    "mark": None,
    "SubmissionError": None,
    "many": (1, 2),
}
#: A sentence as it is in the code; singular and plural if it has a number.
Sentence = str | tuple[str, ...]


def main() -> None:
    used = sentences()
    with PO.open("rb") as file:
        catalog = read_po(file, locale="hu")
    mistakes = [*untranslated(catalog, used), *other_parts(catalog)]
    if "--check" in sys.argv:
        if messages(PO.with_suffix(".mo").read_bytes()) != messages(compiled(catalog)):
            mistakes.append("gradlings.mo is stale; run: make translations")
        sys.exit("\n".join(mistakes) or 0)
    for sentence in used:
        if sentence not in catalog:
            catalog.add(sentence)
    for sentence in [message.id for message in catalog if message.id and message.id not in used]:
        catalog.delete(sentence)
    with PO.open("wb") as file:
        write_po(file, catalog, sort_output=True, no_location=True, width=100)
    PO.with_suffix(".mo").write_bytes(compiled(catalog))
    print("\n".join(mistakes) or f"{len(used)} sentences, all translated")


def sentences() -> set[Sentence]:
    """All sentences in the package's code and in the templates of its pages."""
    # babel_extract comes with jinja2, for our pages.
    # Probing speaks no language; a recorder marks places, not sentences.
    methods = [
        ("probing/**.py", "ignore"),
        ("**.py", "python"),
        ("**/templates/**.html", "jinja2.ext:babel_extract"),
    ]
    # From 2.19 on, Babel writes a warning about each f-string, also where it is a sentence's part.
    with contextlib.redirect_stderr(io.StringIO()):
        found = list(extract_from_dir(ROOT / "autograder", methods, keywords=KEYWORDS))
    said = {m if isinstance(m, str) else tuple(m) for _, _, m, _, _ in found if m}
    # What click says, and the help that stands in docstrings and options of commands.
    return said | {*CLICK_SENTENCES} | help_sentences(cli)


def untranslated(catalog: Catalog, used: set[Sentence]) -> list[str]:
    """Complaints about sentences that are not translated, or no longer in the code."""
    translated = {
        message.id for message in catalog if message.id and all(each(message.string) or [""])
    }
    missing = [f"not translated: {sentence!r}" for sentence in sorted(used - translated, key=str)]
    gone = sorted(translated - used, key=str)
    return missing + [f"no longer said: {sentence!r}" for sentence in gone]


def other_parts(catalog: Catalog) -> list[str]:
    """Complaints about translations whose ``{parts}`` are not those of the sentence."""
    return [
        f"other {{parts}} in the translation of {message.id!r}"
        for message in catalog
        if message.id
        for told in each(message.string)
        if told and parts(told) != parts(each(message.id)[-1])
    ]


def each(sentence: Sentence) -> tuple[str, ...]:
    """The forms of a sentence: one, or as many plural forms as the language has."""
    return (sentence,) if isinstance(sentence, str) else tuple(sentence)


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def messages(data: bytes) -> dict[str, str]:
    """A compiled catalogue's sentences, without its header, which names the Babel that wrote it."""
    known = gettext.GNUTranslations(io.BytesIO(data))._catalog
    return {sentence: told for sentence, told in known.items() if sentence}


def compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
