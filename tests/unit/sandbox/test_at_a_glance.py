"""What a text tells of its program before it is read as one."""

from __future__ import annotations

import pytest

from autograder.sandbox import may_be_plain, may_tell_the_time

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
