"""What a text tells of its program before it is read as one."""

from __future__ import annotations

import pytest

from autograder.sandbox import may_be_plain, may_tell_the_time, remembers_nothing

MAY_BE = (
    "x = 1",
    "import torch",
    "import torch.nn as nn, math",
    "from torch import nn, optim as o",
    "from torch.nn import (\n    Linear,\n)",
    "import torch; x = 1",
    "important = 1\nfrom_here = 2",
    "def f(:",
)
NOT = (
    "import os",
    "import torch, os",
    "import torch as t, os as math",
    "def f():\n\timport sys\n",
    "from os import path",
    "from torch.utils.data import DataLoader",
    "from . import other",
)


@pytest.mark.parametrize("source", MAY_BE)
def test_what_imports_nothing_else_may_be_plain(source):
    assert may_be_plain(source)


@pytest.mark.parametrize("source", NOT)
def test_what_imports_anything_else_is_not_plain(source):
    assert not may_be_plain(source)


@pytest.mark.parametrize(
    "source", ["import numpy as np", "x.\uff4eumpy()", "import \U0001d5c7umpy"]
)
def test_whoever_spells_it_numpy_tells_the_time(source):
    assert may_tell_the_time(source)
    assert not may_tell_the_time("import torch")


FORGETS = (
    "",
    "# Ex. 1\nimport torch\nfrom torch import Tensor, nn as n  # both\n\ndef f(x: Tensor) -> Tensor:\n    return x\n",
    "def f(\n    x: float,\n    y,\n) -> dict[str, list[float]]:\n\treturn {'x': x}\n",
    "def half(x):\n    return x / 2\n\ndef f(x):\n    seen = []\n    seen.append(half (x))\n    return seen\n",
    "def f(W):\n    # Merre lejt? Az ellenkez\u0151 ir\u00e1nyba.\n    W.grad = None\n",
    "import torch\ndef f(x):\n    def inner(y, seen=[]):\n        seen.append(y)\n    inner(x)\n",
)
#: Each keeps something from one call to the next, or looks as if it could.
REMEMBERS = {
    "a list": "seen = []\ndef f(x):\n    seen.append(x)\n",
    "a list after an import": "import torch; seen = []\ndef f(x):\n    seen.append(x)\n",
    "a list after an import that goes on": "import torch \\\n    ; seen = []\n",
    "a list after another feed": "\x0cseen = []\ndef f(x):\n    seen.append(x)\n",
    "a list after another end of a line": "#\rseen = []\rdef f(x):\r    seen.append(x)\r",
    "a global name": "def f(x):\n    global seen\n    seen = x\n",
    "a default": "def f(x, seen=[]):\n    seen.append(x)\n",
    "a default on a line of its own": "def f(\n    x,\n    seen=[],\n):\n    seen.append(x)\n",
    "a default behind a comment": "def f(x, # ):\n    seen=[]):\n    seen.append(x)\n",
    "a default behind a text": "def f(x: '):', seen=[]):\n    seen.append(x)\n",
    "a default in an annotation": "def f(x: (seen := [])):\n    seen.append(x)\n",
    "what is returned in an annotation": "def f(x) -> (seen := []):\n    seen.append(x)\n",
    "what is returned after a colon": "def f(x) -> [lambda: 0, (seen := [])][0]:\n    seen.append(x)\n",
    "what is returned on another line": "def f(x) -> [lambda:\n    0, (seen := [])]:\n    seen.append(x)\n",
    "what is returned in a slice": "def f(x) -> x[[y]:\n    (seen := [])]:\n    seen.append(x)\n",
    "what is returned by a lambda": "def f(x) -> lambda: (seen := []):\n    seen.append(x)\n",
    "an attribute of a function": "def f(x):\n    f.seen = x\n",
    "an attribute by another name": "def f(x):\n    g = f\n    g.seen = x\n",
    "an attribute, in other letters": "def f(x):\n    \uff46.seen = x\n",
    "a function that is handed on": "def f(x):\n    keep(f, x)\n",
    "a class": "class Seen:\n    pass\ndef f(x):\n    Seen.it = x\n",
    "a decorator": "from functools import cache\n@cache\ndef f(x):\n    return x\n",
    "a block": "if True:\n    seen = []\ndef f(x):\n    seen.append(x)\n",
    "a type's parameter": "def f[T: (seen := [])](x):\n    seen.append(x)\n",
    "too much to be read": "#" * 20_001,
}


@pytest.mark.parametrize("source", FORGETS)
def test_what_has_only_imports_and_functions_remembers_nothing(source):
    assert remembers_nothing(source)


@pytest.mark.parametrize("way", REMEMBERS)
def test_what_could_keep_something_may_remember(way):
    assert not remembers_nothing(REMEMBERS[way])
