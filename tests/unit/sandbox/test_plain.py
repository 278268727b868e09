"""What may share a process, and what a reading of it has to keep apart."""

from __future__ import annotations

import subprocess
import sys

import pytest

PLAIN = {
    "a step": (
        "import torch\ndef f(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n    W.grad = None"
    ),
    "a module of one's own": (
        "from torch import nn\nclass M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.l = nn.Linear(2, 1)\n        self._n = 0\n    def forward(self, x):\n"
        "        return self.l(x)"
    ),
    "a function of one's own": (
        "import torch\nclass Double(torch.autograd.Function):\n    @staticmethod\n"
        "    def forward(ctx, x):\n        ctx.save_for_backward(x)\n        return 2 * x\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return 2 * g"
    ),
    "annotations": (
        "from typing import Callable\nimport torch\nfrom torch import Tensor\n"
        "def f(x: Tensor, g: Callable[[Tensor], Tensor]) -> list[torch.Tensor]:\n    return [g(x)]"
    ),
    "data types as values": "import torch\ndef f(x):\n    kind = torch.float32\n    return x.to(kind)",
    "functions as values": (
        "import torch.nn.functional as F\ndef f(x, g=F.relu):\n    return list(map(g, [x]))"
    ),
    "a test of a type": (
        "import torch\ndef f(x):\n    return isinstance(x, torch.Tensor) and x.grad is not None"
    ),
    "a training": (
        "import torch\nmodel = torch.nn.Linear(1, 1)\n"
        "opt = torch.optim.SGD(model.parameters(), lr=0.1)\nfor _ in range(3):\n"
        "    opt.zero_grad()\n    model(torch.ones(1, 1)).sum().backward()\n    opt.step()\n"
        "print('done')"
    ),
    "numbers": "import math, random\ndef f(x):\n    return math.sqrt(x) + random.random() + math.pi",
    "its own main part": "def f(x):\n    return x\nif __name__ == '__main__':\n    print(f(1))",
    "errors": "def f(x):\n    try:\n        return 1 / x\n    except ZeroDivisionError as e:\n        return str(e)",
    "a loop with a way out": "def f(x):\n    while True:\n        x -= 1\n        if x < 0:\n            break",
}  # fmt: skip
NOT_PLAIN = {
    "a file": "open('x')",
    "a file of numpy": "import numpy as np\nnp.save('x', [1])",
    "a file of torch": "import torch\ntorch.load('x')",
    "a module of the system": "import os",
    "a module that is not known": "import autograder",
    "a part of a module": "from torch.nn import modules\nmodules.module.x",
    "a part of a module, by dots": "import torch\ntorch.nn.modules.module.x",
    "relative": "from . import x",
    "a star": "from torch import *",
    "hooks on all modules": "import torch\ntorch.nn.modules.module.register_module_forward_hook(print)",
    "hooks on what is saved": "import torch\ntorch.autograd.graph.saved_tensors_hooks(print, print)",
    "a switch": "import torch\ntorch.set_default_dtype(torch.float64)",
    "a switch of numpy": "import numpy\nnumpy.seterr(all='ignore')",
    "a table of numpy": "import numpy\ntable = numpy.typecodes",
    "a function by its attribute": "import torch.nn.functional as F\nF.relu.used = 1",
    "del of a function": "import torch\ndel torch.neg",
    "a class in a list": "import torch\nx = [torch.Tensor]",
    "a class as an argument": "import torch\nprint(torch.Tensor)",
    "a class in a text": "import torch\nx = f'{torch.Tensor}'",
    "a class by a comparison": "import torch\nx = torch.Tensor or 1",
    "a module as an argument": "import torch\nprint(torch)",
    "a module by a with": "import torch\nwith torch as t:\n    pass",
    "a name that is imported, taken": "import torch\nfor torch in []:\n    pass",
    "type": "x = type(1)",
    "a built-in name of one's own": "def f(open):\n    return open",
    "a special name": "class A:\n    __del__ = print",
    "a special name that is set": "__builtins__ = {}",
    "a special method": "class A:\n    def __del__(self):\n        pass",
    "getattr of a module": "def __getattr__(name):\n    return 1",
    "a metaclass": "class A(metaclass=print):\n    pass",
    "a special attribute": "def f(x):\n    return x.__class__",
    "a hidden attribute": "def f(x):\n    return x._backward_hooks",
    "what matches a class": "def f(x):\n    match x:\n        case int(real=y):\n            return y",
    "what comes later": "async def f():\n    pass",
    "what never ends": "while True:\n    pass",
    "a name of nobody": "x = nobody",
    "no Python": "def f(:",
    "very long": "x = 1\n" * 10_000,
    "very deep": "x = " + "-" * 9_000 + "1",
    "very dotted": "x" + ".a" * 9_000,
}
ASK = """
import json, sys
import numpy, torch, torch.nn, torch.optim, torch.utils.data
from autograder.sandbox.plain import is_plain
print(json.dumps([is_plain(source) for source in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def told():
    """Read in one process that has torch, as a server has."""
    import json

    sources = [*PLAIN.values(), *NOT_PLAIN.values()]
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(sources), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(zip([*PLAIN, *NOT_PLAIN], json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", PLAIN)
def test_a_program_that_changes_nothing_shared_is_plain(told, name):
    assert told[name] is True


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_may_reach_other_programs_is_not_plain(told, name):
    assert told[name] is False
