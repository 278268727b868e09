"""
Why a file was not read, in the reader's language.

Reasons come from throwaway processes that read hostile files, as finished English sentences; what such a
process sends is a text and nothing more. So a sentence is recognised here, and said in another language.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from autograder.languages import Words, mark

__all__ = ["why_not_read"]

#: The sentences, most particular first. What ``{why}`` stands for is a reason itself.
_REASONS = (
    mark("{why}; the rest is not read"),
    # What it is.
    mark("it is neither a script nor a notebook (.py, .ipynb)"),
    mark("its name ends in {end}; it is read once that is {right}"),
    mark("it was typed into Canvas, not uploaded; ask for a .py or .ipynb file"),
    mark("it was typed into Moodle's text box; ask for a .py or .ipynb file"),
    mark("it is a link; hand in the file itself"),
    mark("it is a link or a device, not a file"),
    mark("it is no regular file"),
    mark("it is not what it seems to be"),
    # Where it is.
    mark("it can't be told whose it is; download from Moodle in folders"),
    mark("it is more than {most} folders deep"),
    mark("archives in archives are not read so deep"),
    mark("the folder can't be read: {error}"),
    # Which one it is.
    mark("a newer file of the same name counts"),
    mark("another file of the same name counts"),
    mark("there is another of this name"),
    mark("its name does not match --names"),
    mark("its name is too long"),
    mark("its name leads out of the archive"),
    # How much it is.
    mark("it is larger than {most} MB"),
    mark("it is larger than {most} bytes"),
    mark("its answers are too long"),
    mark("more than {most} files; not all are listed"),
    mark("more than {most} files"),
    mark("more than {most} members"),
    mark("more than {most} bytes unpacked"),
    mark("the archive is larger than {most} bytes"),
    mark("with the others, the program has more than {most} bytes"),
    mark("reading it takes too long"),
    mark("reading it takes too much memory"),
    mark("reading it takes too much memory, or ends the process that reads it"),
    # What is in it.
    mark("it is encrypted"),
    mark("it is broken: {error}"),
    mark("it can't be read ({error})"),
    mark("it can't be read; students are called as their folders"),
    mark("the archive can't be read: {error}"),
    mark("{name} is no notebook of format 4; open it in Jupyter and save it again"),
    mark("{name} has more than {most} cells"),
    mark("{name} holds {size} of code; a program may have {most}"),
    mark("{name} is not UTF-8 at byte {place}; save it with UTF-8 encoding"),
    mark("{name} declares the encoding {encoding}, which is unknown here; save it with UTF-8 encoding"),
    mark(
        "{name} is said to be in the encoding {encoding} and is not at byte {place}; save it with "
        "UTF-8 encoding"
    ),
    mark("{name} is no text; save it as UTF-8 in an editor"),
    mark("{name} is no JSON; answers are handed in as {form}"),
    mark("{name} holds no answers ({form})"),
    mark("{name} is larger than {most} bytes"),
)  # fmt: skip


def why_not_read(why: str, say: Words) -> str:
    """Return the reason *why*, which is hostile, in the language of *say*; as it is if nobody knows it."""
    for sentence in _REASONS:
        if found := _pattern(sentence).fullmatch(why):
            parts = found.groupdict()
            if "why" in parts:
                parts["why"] = why_not_read(parts["why"], say)
            return say(sentence, **parts)
    return why


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(
        "".join(
            re.escape(text) + (f"(?P<{part}>.+)" if part else "")
            for text, part, *_ in Formatter().parse(sentence)
        )
    )
