"""What a program may hold to share a process with others of its student."""

from __future__ import annotations

import builtins
import importlib
import types

import numpy as np  # noqa: F401 - what is loaded is what programs are read by
import pytest
import torch  # noqa: F401

from autograder.sandbox.at_a_glance import MODULES
from autograder.sandbox.plain import is_plain

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n"

PLAIN = {
    "a step": "def f(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n    W.grad = None\n",
    "a model": (
        "class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.one = nn.Linear(1, 3)\n"
        "    def forward(self, x):\n        return F.relu(self.one(x)) + F.linear(x, x)\n"
    ),
    "an optimizer": (
        "def f(p, n):\n    o = torch.optim.SGD(p, lr=0.1)\n    for _ in range(n):\n"
        "        o.zero_grad()\n        o.step()\n"
    ),
    "an activation": (
        "class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.activation = nn.ReLU()\n"
        "    def forward(self, x):\n        return self.activation(x)\n"
    ),
    "a function in C that is held": "f = torch.relu\n",
    "a generator": "def f(n):\n    for k in range(n):\n        yield k\n",
    "a function with a block": "def f(x):\n    with torch.no_grad():\n        return [k for k in x]\n",
    "a norm": "def f(x):\n    return torch.linalg.vector_norm(x) + torch.norm(x)\n",
    "a method that is not called": "def f(x):\n    x.backward\n    torch.Tensor.backward\n    F.relu\n",
    "a block that is not called": "def f(x):\n    with torch.no_grad:\n        return x\n",
    "isinstance": "def f(x):\n    return isinstance(x, torch.Tensor)\n",
}
NOT_PLAIN = {
    # What Python code of libraries defines carries attributes.
    "a function that is held": "f = F.relu\n",
    "a function among others": "f = [torch.relu, F.relu]\n",
    "a function that is wrapped": "from functools import partial\nf = partial(F.relu)\n",
    "a method that is held": "class M(nn.Linear):\n    pass\nf = M.forward\n",
    "a block that is held": "def f(x):\n    with torch.no_grad as g:\n        g.x = 1\n",
    "a method that is looked at": "def f(x):\n    (x.backward, print)\n",
    "a module that is looked at": "def f(x):\n    F\n",
    "a method of an object that is held": "def f(x):\n    return x.backward\n",
    "what a partial wraps": "def f(p):\n    p.func.x = 1\n",
    "a container of a class": "from torch import nn\nclass M(nn.LSTM):\n    pass\nM._finfo_cache.clear()\n",
    "what sets a property": "class M(nn.LSTM):\n    pass\nM.all_weights.fset.x = 1\n",
    "a class that a method returns": "T = torch.ones(1).storage_type()\nT.x = 1\n",
    # What is no published part of its module.
    "a switch while an object lives": "g = torch.DisableTorchFunction()\n",
    "a file": "w = torch.PyTorchFileWriter('x')\n",
    "a compiler": "torch.CompilationUnit('def f(x):\\n    return x')\n",
    "threads": "torch.init_num_threads()\n",
    "a task": "torch.fork(print)\n",
    "a counter in C": "torch.autocast_increment_nesting()\n",
    "a name that another module imports": "from torch.optim.lr_scheduler import ref\nref(1, print)\n",
    "a private name": "from dataclasses import _set_new_attribute\n_set_new_attribute(1, 'x', 2)\n",
    "a class that another module imports": "from dataclasses import FunctionType\nFunctionType(1, {})\n",
    "NumPy by another module's name": "t = F.np.datetime64('now')\n",
    "NumPy, imported from another module": "from torch.nn.functional import np\nt = np.datetime64(1)\n",
    "NumPy by the names of three modules": "t = torch.nn.functional.np.datetime64('now')\n",
    "a library that a module has imported": "F.warnings.warn('!')\n",
    # What Python runs at a time of its own.
    "the rest of a generator": "def f():\n    try:\n        yield 1\n    finally:\n        print()\n",
    "a block of a generator": "def f():\n    with torch.no_grad():\n        yield 1\n",
    "a block of a generator of a generator": "def f():\n    with torch.no_grad():\n        yield from f()\n",
    # What all programs share.
    "a registry": "from collections.abc import Sequence\nclass A:\n    pass\nSequence.register(A)\n",
    "options in a block": "import numpy as np\nc = np.printoptions(precision=1)\nnext(c.gen)\n",
}


def test_the_underscore_of_an_interactive_python_makes_no_difference(monkeypatch):
    monkeypatch.setattr(builtins, "_", str, raising=False)

    assert is_plain(HEAD + PLAIN["an optimizer"])


@pytest.mark.parametrize("name", PLAIN)
def test_what_learners_write_is_plain(name):
    assert is_plain(HEAD + PLAIN[name])


def _parts_by_another_name():
    """All parts of modules that a plain program may import, where it comes to the module by another name."""
    for name in sorted(MODULES):
        for inner, value in sorted(vars(importlib.import_module(name)).items()):
            known = getattr(value, "__name__", None)
            if (
                isinstance(value, types.ModuleType)
                and known in MODULES
                and f"{name}.{inner}" != known
            ):
                yield from (f"import {name} as m\nm.{inner}.{one}(1)\n" for one in vars(value))


def test_a_module_is_known_by_its_own_name_only():
    """One that is called NumPy nowhere in the text could tell the time all the same."""
    programs = [*_parts_by_another_name()]

    assert len(programs) > 100
    assert [program for program in programs if is_plain(program)] == []


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_could_reach_a_neighbour_is_not_plain(name):
    assert not is_plain(HEAD + NOT_PLAIN[name])
