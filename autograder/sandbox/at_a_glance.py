"""
What the text of a program tells at a glance about running it beside others. Nothing is parsed here.

The process that runs programs reads them before any of them runs (:mod:`autograder.sandbox.plain`), and only
that reading decides. So a wrong guess here costs time, and no verdict. Only that a plain program can't tell the
time, and that it remembers nothing, has to be right.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["MODULES", "may_be_plain", "may_tell_the_time", "remembers_nothing"]

#: Modules that a plain program may import.
MODULES = frozenset({
    "__future__", "collections", "collections.abc", "dataclasses", "functools", "itertools", "math", "numpy",
    "numpy.linalg", "numpy.random", "random", "torch", "torch.autograd",
    "torch.autograd.functional", "torch.linalg", "torch.nn", "torch.nn.functional",
    "torch.nn.init", "torch.nn.utils", "torch.optim", "torch.optim.lr_scheduler", "typing",
})  # fmt: skip
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<one>[\w.]+)[ \t]+import|import[ \t]+(?P<several>[\w., \t]+))",
    re.MULTILINE,
)
#: Characters of the longest program that is looked at for what it could remember.
_LONGEST = 20_000
#: What ends no line or begins none, whatever an editor shows; and the one statement by which a function
#: keeps something.
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|\bglobal\b")
#: Lines that begin at the margin: of imports, of functions without defaults, and what may end the head of
#: such a function.
_AT_THE_MARGIN = re.compile(
    r"""
      \#
    | \)
    | import[ \t][\w., \t]+ (?:\#.*)? $
    | from[ \t]+[\w.]+[ \t]+import[ \t][\w, \t]+ (?:\#.*)? $
    | def[ \t]+\w+\( [^()=\#'"\\]{0,1000} \)
      (?: [ \t]*->[ \t]* [\w.]+ (?: \[ (?: [\w., |] | \[[\w., |]*\] )* \] )? )? : [ \t]* (?:\#.*)? $
    """,
    re.MULTILINE | re.VERBOSE,
)


def may_be_plain(source: str) -> bool:
    r"""
    Tell whether a program imports nothing that no plain one imports, as far as a glance shows.

    >>> may_be_plain("import torch as t, math"), may_be_plain("def f():\n    import os\n")
    (True, False)
    """
    for found in _IMPORT.finditer(source):
        modules = (found["one"] or found["several"]).split(",")
        if any((words := module.split()) and words[0] not in MODULES for module in modules):
            return False
    return True


def may_tell_the_time(source: str) -> bool:
    """
    Tell whether a plain program could see the time of day, and so how long a run before it took.

    It could only by NumPy, for which "now" is a number, whoever spells it. Names are looked for in the form
    in which Python compares them, so of a plain program a "no" is certain.
    """
    return "numpy" in unicodedata.normalize("NFKC", source)


def remembers_nothing(source: str) -> bool:
    r"""
    Tell whether a plain program shows the same whatever it was asked before, as a glance is sure to show.

    Nothing stands at its margin but imports and functions without defaults, and these are only called: so
    there is nothing that lasts from one call to the next. Many that remember nothing get a "no".

    >>> remembers_nothing("import torch\n\ndef f(x):\n    return 2 * x\n")
    True
    >>> remembers_nothing("seen = []\n\ndef f(x):\n    seen.append(x)\n")
    False
    """
    text = unicodedata.normalize("NFKC", source)
    if len(source) > _LONGEST or _ODD.search(source) or _ODD.search(text):
        return False
    lines = (found.start() for found in re.finditer(r"^[^ \t\n]", source, re.MULTILINE))
    if not all(_AT_THE_MARGIN.match(source, start) for start in lines):
        return False
    functions = set(re.findall(r"^def[ \t]+(\w+)", text, re.MULTILINE))
    return functions.isdisjoint(re.findall(r"\b\w+\b(?![ \t]*\()", text))
