"""
The tripwire: what reaches for the grader is seen, and honest programs trip nothing.

That references and right variants of the course trip nothing is asserted where they are run anyway,
in ``test_content.py``. The two looks, reading and audit events, are tested apart: neither may lean
on the other.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import Job, Limits, tripwire
from autograder.sandbox.tripwire import MAX_TRIPPED, WORDS, names_in

ROOT = Path(__file__).resolve().parent.parent
CHECKS = """
from autograder.probing import watching

def gives_back(submission, case):
    with watching() as seen:
        seen.returned(submission.f(case.uniform(1, 2)))
    return seen
"""

READ = {
    "globals of a function": "f.__globals__",
    "cells of a closure": "f.__closure__[0].cell_contents",
    "owner of a method": "print.__self__",
    "function of a method": "w.backward.__func__",
    "code of a function": "f.__code__ = g.__code__",
    "subclasses": "object.__subclasses__()",
    "builtins by name": "__builtins__['exec']",
    "an import by call": "__import__('gc')",
    "all modules": "import sys\nsys.modules",
    "all modules, by another name": "import sys as s\ns.modules",
    "all modules, by a third name": "import sys\ns = sys\ns.modules",
    "all modules, imported": "from sys import modules as m",
    "all names of a module": "import sys\nsys.__dict__['mod' + 'ules']",
    "all names of a module, by vars": "import torch\nvars(torch)['allclose'] = f",
    "the frame": "import sys\nsys._getframe(1)",
    "the frame, imported": "from sys import _getframe as look",
    "the caller's frame": "frame.f_back.f_locals",
    "the frame of a traceback": "error.__traceback__.tb_frame",
    "the frame of a generator": "me.gi_frame",
    "all frames": "import sys\nsys._current_frames()",
    "the frame, by inspect": "import inspect\ninspect.currentframe()",
    "the stack, by inspect": "import inspect\ninspect.stack()",
    "the stack, by traceback": "import traceback\ntraceback.walk_stack(None)",
    "members, by inspect": "from inspect import getmembers",
    "all objects": "import gc\ngc.get_objects()",
    "who refers to it": "import gc\ngc.get_referrers(w)",
    "what was frozen": "import gc\ngc.unfreeze()",
    "callbacks of the collector": "import gc\ngc.callbacks.append(f)",
    "tracing": "import threading\nthreading.settrace(f)",
    "profiling": "import sys\nsys.setprofile(f)",
    "an audit hook": "import sys\nsys.addaudithook(f)",
    "a text that is run": "exec('pass')",
    "a text that is computed": "eval('1 + 1')",
    "a text that is compiled": "compile('pass', '', 'exec')",
    "a module that runs texts": "from code import InteractiveInterpreter",
    "another interpreter": "import _xxsubinterpreters",
    "bare memory": "import ctypes",
    "bare memory, by NumPy": "class X:\n    __array_interface__ = {'data': (0, False)}\n",
    "strides beyond an array": "from numpy.lib.stride_tricks import as_strided",
    "writing to a descriptor": "import os\nos.write(5, b'')",
    "writing to a descriptor, imported": "from os import write as w",
    "writing to a descriptor, by io": "import io\nio.FileIO(5, 'w')",
    "writing below os": "import posix\nposix.write(5, b'')",
    "a name that is computed": "getattr(f, '__glob' + 'als__')",
    "a name that is turned round": "getattr(f, '__slabolg__'[::-1])",
    "a name from elsewhere": "def g(name):\n    return getattr(f, name)",
    "a name in an f-string": "a = 'globals'\ngetattr(f, f'__{a}__')",
    "a name in a namespace": "vars(type(f))['__glob' + 'als__']",
    "a descriptor": "[d.__get__(f) for n, d in type(f).__dict__.items() if 'glob' in n]",
    "all modules, under a name that something else has, too": (
        "import sys\nsys.modules\ndef unused():\n    import math as sys"
    ),
    "a name that a pattern binds": (
        "name = 'W'\nmatch '__glob' + 'als__':\n    case name:\n        getattr(f, name)"
    ),
    "a name that globals binds": (
        "name = 'W'\nglobals()['na' + 'me'] = '__glob' + 'als__'\ngetattr(f, name)"
    ),
    "a name that grows": "name = '__glob'\nname += 'als__'\ngetattr(f, name)",
    "a name in a format": "'{0.__globals__}'.format(f)",
    "a name in a pattern": "match f:\n    case object(__globals__=g):\n        pass",
    "a name for operator": "from operator import attrgetter",
    "the grader by name": "import autograder.probing",
    "the grader from its package": "from autograder import probing",
    "the grader in a text": "name = 'autograder' + '.probing'",
    "hooks of a tensor": "w._backward_hooks.clear()",
    "hooks of all optimizers": "from torch.optim.optimizer import _global_optimizer_pre_hooks",
    "modes of torch": "import torch\ntorch.overrides._pop_mode()",
    "kernels of torch": "import torch\ntorch.library.Library('aten', 'IMPL')",
    "the inside of torch": "import torch\ntorch._C._log_api_usage_once('')",
    "a function of torch replaced": "import torch\ntorch.allclose = f",
    "a method of tensors replaced": "from torch import Tensor\nTensor.backward = f",
    "a method of tensors set": "import torch\nsetattr(torch.Tensor, 'backward', f)",
    "a method of tensors replaced, by another name": "import torch\nT = torch.Tensor\nT.backward = f",
    "a part of a module by the module's own name": "import torch\ntorch = torch.nn\ntorch.Linear = f",
    "a method replaced in a class": "type(w).backward = f",
    "a method replaced in a class, by attribute": "w.__class__.backward = f",
    "a method set in a class": "setattr(type(w), 'backward', f)",
    "a function replaced by its address": "from unittest import mock\nmock.patch('torch.allclose')",
    "a module in a list": "import sys\n[sys][0].modules",
    "a module by a walrus": "import sys\n(s := sys).modules",
    "a module as an argument": "import sys\n(lambda s: s.modules)(sys)",
    "a module as a default": "import sys\ndef g(s=sys): return s.modules",
    "a module in a loop": "import sys\nfor s in (sys,):\n    s.modules",
    "a module, asked by name": "import sys\ngetattr(sys, 'modules')",
    "getattr by another name": "g = getattr\ng(f, '__glob' + 'als__')",
    "getattr by map": "list(map(getattr, [f], ['__glob' + 'als__']))",
    "a method set past its class": "import torch\ntype.__setattr__(torch.Tensor, 'backward', f)",
    "all of sys": "from sys import *\nmodules",
    "a name of one's own that is computed": "globals()['__buil' + 'tins__']",
    "an annotation that is run": "import sys\ndef g(x: 'sys.modules'): pass",
    "an address": "import pkgutil\npkgutil.resolve_name('sys:modules')",
    "a function of a library deleted": "import math\ndel math.isclose",
}


@pytest.mark.parametrize("source", READ.values(), ids=READ.keys())
def test_reading_finds_a_road_to_the_grader(source):
    words = {word for word, _ in names_in(source)}

    assert words
    assert words <= WORDS


def test_the_line_is_told():
    assert [*names_in("x = 1\n\nx.__globals__\n")] == [("__globals__", 3)]


@pytest.mark.parametrize("source", ["def f(:", "\0", "(" * 5_000, ""])
def test_what_is_no_program_names_nothing(source):
    assert [*names_in(source)] == []


def test_what_is_too_deep_to_be_read_is_told_for_it_may_be_run():
    assert [*names_in("x = " + "-" * 100_000 + "1")] == [("too deeply nested to be read", 0)]


#: Each trips by what it does. Names are not hidden here, for nobody reads these.
DONE = {
    "its frame": "import sys; sys._getframe()",
    "its frame, by partial": "import sys, functools; functools.partial(sys._getframe, 0)()",
    "its frame, by map": "import sys; list(map(sys._getframe, [0]))",
    "its frame, by a hidden name": "import sys; getattr(sys, '_get' + 'frame')()",
    "its frame, by filter": "import sys; list(filter(sys._getframe, [0]))",
    "its frame, by inspect": "import inspect; inspect.currentframe()",
    "the stack, by inspect": "import inspect; inspect.stack()",
    "all frames": "import sys; sys._current_frames()",
    "all frames, by another thread": (
        "import sys, threading\n"
        "t = threading.Thread(target=sys._current_frames); t.start(); t.join()"
    ),
    "all exceptions": "import sys; sys._current_exceptions()",
    "the frame of a traceback": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    error.__traceback__.tb_frame"
    ),
    "the frame of a traceback, by its descriptor": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    tb = error.__traceback__\n"
        "type(tb).__dict__['tb_' + 'frame'].__get__(tb)"
    ),
    "the frame of a generator": "(x for x in ()).gi_frame",
    "the code of a generator": "(x for x in ()).gi_code",
    "the frame of a coroutine": "async def c(): pass\nme = c(); me.close(); me.cr_frame",
    "the code of a function": "def f(): pass\nf.__code__",
    "the code of a function, exchanged": "def f(): pass\ndef g(): pass\nf.__code__ = g.__code__",
    "the code of a function, by a hidden name": "def f(): pass\ngetattr(f, '__co' + 'de__')",
    "all objects": "import gc; gc.get_objects()",
    "all objects, by a library": (
        "import gc, contextlib\nwith contextlib.ExitStack() as s:\n    s.callback(gc.get_objects)"
    ),
    "who refers to it": "import gc; gc.get_referrers(1.5)",
    "what it refers to": "import gc; gc.get_referents([])",
    "tracing": "import sys; sys.settrace(None)",
    "tracing, by a library": "import bdb; b = bdb.Bdb(); b.reset(); b.runcall(len, '')",
    "profiling": "import sys; sys.setprofile(None)",
    "an audit hook": "import sys; sys.addaudithook(lambda *_: None)",
    "a text that is run": "exec('pass')",
    "a text that is computed": "eval('1')",
    "a text that is compiled": "compile('1', '', 'eval')",
    "what a text does that a library runs": (
        "import timeit; timeit.timeit('import sys; sys._getframe()', number=1)"
    ),
    "code of its own making": "def f(): pass\nf.__code__.replace(co_name='g')",
    "a function of its own making": "import types\ntypes.FunctionType((lambda: 1).__code__, {})",
    "code in bytes": "import marshal; marshal.loads(marshal.dumps(1))",
    "bare memory": "import ctypes; ctypes.string_at(id(1), 8)",
    "a library of C": "import ctypes; ctypes.CDLL(None)",
    "a descriptor": "import os; r, w = os.pipe(); open(r).close()",
    "a descriptor, by io": "import io, os; r, w = os.pipe(); io.FileIO(r).close()",
    "what the kernel tells of it": "open('/proc/self/stat').close()",
    "what the kernel tells of it, by os": "import os; os.close(os.open('/proc/self/stat', 0))",
    "a second file": (
        "import os, sys, tempfile\n"
        "sys.path.insert(0, tempfile.mkdtemp(prefix='submission'))\n"
        "open(sys.path[0] + '/second.py', 'w').close()\nimport second"
    ),
    "a pickle that gives functions": "import pickle; pickle.loads(b'cbuiltins\\ngetattr\\n.')",
    "a pickle that calls": "import pickle; pickle.loads(b'cos\\ngetpid\\n(tR.')",
    "a second look while one is taken": "import sys, gc; sys._getframe(); gc.get_objects()",
}
NEW_IN = {"all exceptions": (3, 11)}


def python(version):
    """The interpreter of that version, or None: our own, or one of pyenv's."""
    if sys.version_info[:2] == version:
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    return next((str(p / "bin/python") for p in root.glob(f"{version[0]}.{version[1]}.*")), None)


@functools.cache
def told_by(version, sources):
    """What each of *sources* trips by its deeds, by name."""
    interpreter = python(version)
    if interpreter is None:
        pytest.skip(f"Python {version[0]}.{version[1]} is not installed")
    runner = ROOT / "tests" / "tripwire_runner.py"
    done = subprocess.run(
        [interpreter, "-I", str(runner), str(Path(tripwire.__file__).parent)],
        input=json.dumps(dict(sources)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])  # Before it is what they print.


every_version = pytest.mark.parametrize(
    "version",
    [(3, 10), (3, 11), (3, 12), (3, 13)],
    ids=lambda version: f"{version[0]}.{version[1]}",
)


@every_version
@pytest.mark.parametrize("name", DONE)
def test_reaching_for_the_grader_raises_the_alarm_without_a_reading(name, version):
    told = told_by(version, tuple(DONE.items()))[name]

    if told == [] and version < NEW_IN.get(name, (3, 0)):
        pytest.skip(f"Python {version[0]}.{version[1]} raises no event for it")
    assert isinstance(told, list), told
    assert told


HONEST = {
    "dataclass": "from dataclasses import dataclass, field\n@dataclass\nclass P:\n    a: float = 1.0\n    b: list = field(default_factory=list)\nP(2.0)",
    "frozen dataclass": "from dataclasses import dataclass, replace\n@dataclass(frozen=True, order=True)\nclass P:\n    a: float\nreplace(P(1.0), a=2.0) < P(3.0)",
    "namedtuple": "from collections import namedtuple\nP = namedtuple('P', 'a b')\nP(1, 2)._replace(a=3)._asdict()",
    "typed namedtuple": "from typing import NamedTuple\nclass P(NamedTuple):\n    a: int = 0\nP()",
    "enum": "import enum\nclass E(enum.Enum):\n    A = enum.auto()\nE['A'], E(1)",
    "functools": "import functools\n@functools.lru_cache\ndef g(x): return x\n@functools.wraps(g)\ndef h(x): return g(x)\nh(1)\nfunctools.partial(g, 2)()\nfunctools.reduce(lambda a, b: a + b, [1, 2])",
    "singledispatch": "from functools import singledispatch\n@singledispatch\ndef g(x): return 0\n@g.register\ndef _(x: int): return 1\ng(1)",
    "typing": "from typing import Generic, TypeVar, Protocol, get_type_hints\nT = TypeVar('T')\nclass G(Generic[T]):\n    x: 'int'\nget_type_hints(G)\nclass P(Protocol):\n    def f(self) -> int: ...",
    "postponed annotations": "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    a: float\nP(1.0)",
    "signature": "import inspect\ninspect.signature(lambda a, b=1: a)\ninspect.isfunction(len)\ndef g():\n    pass\ntry:\n    inspect.getsource(g)\nexcept (OSError, TypeError):\n    pass",
    "traceback": "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()\n    traceback.format_exc()",
    "logging": "import logging\nlogging.basicConfig(level=logging.INFO)\nlogging.getLogger(__name__).info('loss %s', 1)\nlogging.warning('w')",
    "warnings": "import warnings\nwarnings.filterwarnings('ignore')\nwarnings.warn('w')\nwith warnings.catch_warnings():\n    warnings.simplefilter('error')",
    "eval mode": "import torch\nm = torch.nn.Linear(1, 1)\nm.eval()\nm.train()",
    "torch.compile, named": "import torch\ndef g(m):\n    return torch.compile(m)",
    "an eval of one's own": "def eval(node):\n    return node\ndef compile(x):\n    return x\neval(compile(1))",
    "draw": "from autograder import draw",
    "torch.func": "import torch\nfrom torch.func import grad, vmap\ngrad(lambda x: x * x)(torch.tensor(3.0))\nvmap(lambda x: 2 * x)(torch.ones(3))",
    "a function of autograd": "import torch\nclass Sq(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n        ctx.save_for_backward(x)\n        return x * x\n    @staticmethod\n    def backward(ctx, g):\n        (x,) = ctx.saved_tensors\n        return 2 * x * g\nx = torch.tensor(2.0, requires_grad=True)\nSq.apply(x).backward()",
    "hooks": "import torch\nx = torch.tensor(2.0, requires_grad=True)\nx.register_hook(lambda g: 2 * g)\n(x * x).backward()",
    "context managers": "import contextlib, io\n@contextlib.contextmanager\ndef c():\n    yield 1\nwith c():\n    pass\nwith contextlib.redirect_stdout(io.StringIO()):\n    print(1)\nwith contextlib.suppress(KeyError):\n    {}[1]",
    "generators": "def g():\n    yield from range(3)\nnext(g())\nsum(g())",
    "classes": "class A:\n    def __init__(self): self.x = 1\n    @property\n    def y(self): return self.x\n    @y.setter\n    def y(self, v): self.x = v\n    def __call__(self): return type(self).__name__\nclass B(A):\n    def __init__(self):\n        super().__init__()\n    def __repr__(self): return f'{self.__class__.__name__}({vars(self)})'\nB().y = 3\nrepr(B())\nB()()",
    "a descriptor of one's own": "class D:\n    def __get__(self, o, t=None): return 1\n    def __set__(self, o, v): pass\nclass A:\n    d = D()\nA().d = 2",
    "attributes by their names": "import torch\nm = torch.nn.Linear(1, 1)\nfor name in ('weight', 'bias'):\n    getattr(m, name).requires_grad_(True)\n[getattr(m, n) for n in ['weight', 'bias']]\nhasattr(m, 'bias')\nsetattr(m, 'seen', 1)",
    "numbered layers": "import torch\nclass M(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        for i in range(3):\n            setattr(self, f'layer{i}', torch.nn.Linear(1, 1))\n    def forward(self, x):\n        for i in range(3):\n            x = getattr(self, f'layer{i}')(x)\n        return x\nM()(torch.ones(1))",
    "variables by numbers": "for i in range(3):\n    globals()[f'w{i}'] = i",
    "packages from a folder": "import sys\nsys.path.append('..')",
    "asking what there is": "import os, sys\nhasattr(os, 'fork')\nprint(len(sys.argv), sys.version_info >= (3, 10))",
    "a frozen class of one's own": "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass P:\n    a: int = 0\n    def __post_init__(self):\n        object.__setattr__(self, 'b', 1)\nP()",
    "a class of one's own, changed": "class A:\n    count = 0\n    def __init__(self):\n        type(self).count += 1\n        self.__class__.count += 1\nA.count = 0\nA()",
    "a short name": "import torch\nT = torch.tensor\nF = torch.nn.functional\nT(1.0)\nF.relu(T([1.0]))",
    "one's own tests": "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(1, 1)",
    "one's own namespace": "class A:\n    def __init__(self, **k):\n        self.__dict__.update(k)\n    def get(self, n): return self.__dict__[n]\nA(a=1).get('a')",
    "modules of a network": "import torch\nm = torch.nn.Sequential(torch.nn.Linear(1, 2), torch.nn.Tanh())\n[x for x in m.modules()]\ndict(m.named_parameters())\nm.state_dict()\nm.load_state_dict(m.state_dict())",
    "copies": "import copy, pickle, torch\nm = copy.deepcopy(torch.nn.Linear(1, 1))\ncopy.copy({1})\npickle.loads(pickle.dumps([{1, 2}, frozenset([1]), 1j, range(3), slice(1, 2, 3), torch.ones(2)]))",
    "settings of torch": "import torch\ntorch.manual_seed(0)\ntorch.set_printoptions(precision=3)\ntorch.backends.cudnn.deterministic = True\ntorch.set_default_dtype(torch.float32)",
    "training": "import torch\nw = torch.nn.Parameter(torch.zeros(3))\no = torch.optim.Adam([w], lr=0.1)\nfor _ in range(2):\n    o.zero_grad()\n    (w - 1).pow(2).sum().backward()\n    o.step()",
    "numpy": "import numpy as np\na = np.zeros(3)\na[0] = 1\nnp.random.seed(0)\nnp.allclose(a, a)\nnp.linalg.norm(a)",
    "files and prints": "import sys, json, tempfile\nprint('x', file=sys.stderr)\nsys.stdout.write('y')\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/f', 'w').write(json.dumps({}))",
    "standard output, borrowed": "import io, sys\nkept = sys.stdout\nsys.stdout = io.StringIO()\nprint(1)\nsys.stdout = kept",
    "time": "import time, timeit\ntimeit.timeit(lambda: 1, number=2)\ntime.perf_counter()",
    "threads": "import threading, concurrent.futures as cf\nwith cf.ThreadPoolExecutor(1) as p:\n    p.submit(len, 'a').result()",
    "abstract classes": "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nclass B(A):\n    def f(self): return 1\nisinstance(B(), A), B.__mro__, B.__name__, B().__class__",
    "operators": "import operator, itertools, math\nlist(map(operator.mul, [1], [2]))\noperator.itemgetter(0)([1])\nlist(itertools.accumulate([1, 2]))\nmath.isclose(1, 1)",
    "assertions with words": "x = 1\nassert x == 1, 'eval: compile the model, then exec'\n",
    "matching": "match (1, 2):\n    case (int(a), b):\n        pass\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    a: int\nmatch P(1):\n    case P(a=z):\n        pass",
    "async": "import asyncio\nasync def g(): return 1\nasyncio.run(g()) if False else None",
    "documentation": '"""Uses __globals__? No: exec, autograder and sys.modules are only told of here."""',
    "a regular expression": "import re\nre.sub(r'(\\\\w+)', lambda m: m[1], 'a b')",
    "strings that format": "x = 1.5\n'{:.2f} {0}'.format(x) if False else f'{x!r:>10}'",
    "doctest-like main": "if __name__ == '__main__':\n    import doctest\n    doctest.testmod()",
}  # fmt: skip


def run_of(source, server):
    source = f"{source}\n\ndef f(x):\n    return x\n"
    job = Job("f", CHECKS, source, "f", ("gives_back",), "seed", 1, Limits(seconds=20))
    return server.run(job)


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST.keys())
def test_honest_idioms_trip_nothing(source, server):
    run = run_of(source, server)

    assert run.load is None
    assert run.tripped == ()


@every_version
def test_honest_idioms_raise_no_alarm_on_any_python(version):
    libraries = ("torch", "numpy", "autograder")
    plain = {n: s for n, s in HONEST.items() if not any(library in s for library in libraries)}

    told = told_by(version, tuple(plain.items()))

    assert len(plain) > 20
    assert {name: words for name, words in told.items() if words} == {}


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST.keys())
def test_honest_idioms_name_nothing(source):
    assert [*names_in(source)] == []


def test_what_trips_is_told_with_its_line(server):
    run = run_of("import sys\n\ngetattr(sys, '_get' + 'frame')()", server)

    assert set(run.tripped) == {("a name that is computed", 3), ("sys._getframe", 3)}


def test_a_submission_that_reaches_a_hundred_times_is_told_twenty_times_and_graded(server):
    run = run_of("import sys\n" + "sys._getframe\n" * 100, server)

    assert len(run.tripped) == MAX_TRIPPED
    assert run.observations["gives_back"]


def test_replacing_the_call_that_writes_silences_no_alarm(server):
    run = run_of("import os\nos.write = lambda f, d: len(d)\nimport sys\nsys._getframe()", server)

    assert ("sys._getframe", 4) in run.tripped
    assert run.observations["gives_back"]


def test_standard_output_holds_no_way_to_the_answer(server):
    run = run_of("import sys\nfound = getattr(sys.stdout, '__dict__', {})\nprint(found)", server)

    assert run.printed == "{}\n"


@pytest.mark.parametrize("name", ["exec", "gc.get_objects"])
def test_every_word_that_is_told_is_one_of_the_list(name):
    assert name in WORDS
    assert all(word.isprintable() for word in WORDS)
