"""
What the text of a program tells at a glance about running it beside others. Nothing is parsed here.

The process that runs programs reads them before any of them runs (:mod:`autograder.sandbox.plain`), and only
that reading decides. So a wrong guess here costs time, and no verdict. Only that a plain program can't tell the
time has to be right.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["MODULES", "may_be_plain", "may_tell_the_time"]

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
