"""
By hand means by hand: no program gets autograd to do what an exercise asks of the learner's hand.

Each cheat is run twice: beside torch, where it must reach full points (else it would prove
nothing), and as the exercise is graded, where it must not.
"""

from __future__ import annotations

import importlib.util
import site
import sys
import textwrap
import warnings
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from autograder.authoring import solutions_path
from autograder.feedback import feedback_on
from autograder.grading import Grader
from autograder.judging import Outcome
from autograder.languages import words_in
from autograder.observations import ObjectFact
from autograder.runs import End
from autograder.sandbox import (
    ColdProcess,
    EachKind,
    ForkServer,
    Isolation,
    IsolationError,
    Job,
    Tier,
    Wall,
)
from autograder.sandbox.kinds import BY_HAND, CHECKING
from autograder.sandbox.walls.places import site_packages
from autograder.submissions.notebooks import Cell, answer_in

EXERCISES = ["slope_by_numbers", "chain_by_hand", "tiny_autograd"]


@pytest.fixture(scope="module")
def runner(server):
    return server


class BesideTorch:
    """Runs every job where torch is, as all were run before."""

    def __init__(self, runner):
        self._runner = runner

    def run(self, job):
        return self._runner.run(replace(job, torch=True))


@pytest.fixture(scope="module")
def by_hand(course, runner):
    return Grader(course, runner)


@pytest.fixture(scope="module")
def beside_torch(course, runner):
    return Grader(course, BesideTorch(runner))


def chain(body, head=""):
    """An answer to chain_by_hand: *head* at the top, *body* in the function."""
    head, body = textwrap.dedent(head), textwrap.indent(textwrap.dedent(body), "    ")
    return f"{head}\n\ndef chain_by_hand(w, b, x, y):\n{body}"


BACKWARD = """
w_t = torch.tensor(w, dtype=torch.float64, requires_grad=True)
b_t = torch.tensor(b, dtype=torch.float64, requires_grad=True)
((w_t * x + b_t - y) ** 2).backward()
return w_t.grad.item(), b_t.grad.item()
"""

#: Loads torch from where it is installed, in ways that an ordinary import does not go.
ROADS_TO_TORCH = {
    "import at the top": "import torch",
    "import in a try": "try:\n    import torch\nexcept ImportError:\n    pass",
    "import under a condition": "if True:\n    import torch",
    "importlib": "import importlib\ntorch = importlib.import_module('torch')",
    "dunder import": "torch = __import__('torch')",
    "a builtin's import": "import builtins\ntorch = builtins.__import__('torch')",
    "exec": "exec('import torch')",
    "runpy": (
        "import runpy, types\ntorch = types.SimpleNamespace(**runpy.run_module('torch.autograd'))"
        "\nfrom torch import *\nimport torch"
    ),
    "sys.modules": "import sys, torch\ntorch = sys.modules['torch']",
    "any copy in sys.modules": (
        "import sys\ntorch = next(m for n, m in sys.modules.items() if n.startswith('torch'))\n"
        "torch = sys.modules[torch.__name__.partition('.')[0]]"
    ),
    "the garbage collector": (
        "import gc, types\ngc.unfreeze()\ntorch = next(o for o in gc.get_objects() if type(o) is types.ModuleType"
        " and o.__name__ == 'torch')"
    ),
    "our own modules": (
        "from autograder.probing import leaf\nimport sys\ntorch = sys.modules['torch']"
    ),
    "our way to torch": (
        "import torch\nfrom autograder.probing import torch_parts\n"
        "torch = torch_parts.part('tensors').torch"
    ),
    "subclasses of object": (
        "kind = next(k for k in object.__subclasses__() if k.__module__.startswith('torch'))\n"
        "import sys\ntorch = sys.modules['torch']"
    ),
}  # fmt: skip

#: Each finds installed packages by itself and has Python import from there.
ROADS_TO_PACKAGES = {
    "site": "import site\nsite.main()",
    "site's folders": "import site, sys\nsys.path += site.getsitepackages()",
    "sysconfig": "import sys, sysconfig\nsys.path.insert(0, sysconfig.get_path('purelib'))",
    "the prefix": (
        "import sys\nv = f'python{sys.version_info[0]}.{sys.version_info[1]}'\n"
        "sys.path.insert(0, f'{sys.prefix}/lib/{v}/site-packages')"
    ),
    "the place itself": "import sys\nsys.path.insert(0, {place!r})",
    "a cleared cache": (
        "import importlib, sys\nsys.path.insert(0, {place!r})\n"
        "sys.path_importer_cache.clear()\nimportlib.invalidate_caches()"
    ),
    "a finder": (
        "import importlib.machinery as m, sys\n"
        "class Finder:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        return m.PathFinder.find_spec(name, path or [{place!r}])\n"
        "sys.meta_path.insert(0, Finder)"
    ),
    "numpy's own place": (
        "import numpy, os, sys\nsys.path.insert(0, os.path.dirname(os.path.dirname(numpy.__file__)))"
    ),
    "a search of the disk": (
        "import os, sys\n"
        "for top in (sys.prefix, sys.base_prefix, '/usr/lib', '/usr/local/lib', '/opt'):\n"
        "    for folder, inner, _ in os.walk(top):\n"
        "        if 'torch' in inner and folder.endswith('-packages'):\n"
        "            sys.path.insert(0, folder)\n"
    ),
}

DERIV = (
    "in_w, in_b = Polynomial([b - y, x]) ** 2, Polynomial([w * x - y, 1]) ** 2\n"
    "return float(in_w.deriv()(w)), float(in_b.deriv()(b))"
)

OTHER_QUESTIONS = {
    "grad of func": (
        "from torch.func import grad",
        "loss = lambda w, b: (w * x + b - y) ** 2\n"
        "import torch\n"
        "at = torch.tensor(w, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)\n"
        "return tuple(g.item() for g in grad(loss, argnums=(0, 1))(*at))",
    ),
    "jacobian": (
        "import torch",
        "loss = lambda w, b: (w * x + b - y) ** 2\n"
        "at = torch.tensor(w, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)\n"
        "return tuple(g.item() for g in torch.autograd.functional.jacobian(loss, at))",
    ),
    "forward mode": (
        "import torch\nimport torch.autograd.forward_ad as fwAD",
        "def slope(dw, db):\n"
        "    with fwAD.dual_level():\n"
        "        u = [fwAD.make_dual(torch.tensor(v, dtype=torch.float64), torch.tensor(d, "
        "dtype=torch.float64)) for v, d in ((w, dw), (b, db))]\n"
        "        return fwAD.unpack_dual((u[0] * x + u[1] - y) ** 2).tangent.item()\n"
        "return slope(1.0, 0.0), slope(0.0, 1.0)",
    ),
    "a linear layer": (
        "from torch import nn, tensor, float64, no_grad",
        "layer = nn.Linear(1, 1, dtype=float64)\n"
        "with no_grad():\n    layer.weight.fill_(w), layer.bias.fill_(b)\n"
        "((layer(tensor([x], dtype=float64)) - y) ** 2).sum().backward()\n"
        "return layer.weight.grad.item(), layer.bias.grad.item()",
    ),
    "sympy": (
        "import sympy",
        "W, B = sympy.symbols('W B')\n"
        "loss = (W * x + B - y) ** 2\n"
        "at = {W: w, B: b}\n"
        "return float(loss.diff(W).subs(at)), float(loss.diff(B).subs(at))",
    ),
    "numpy's polynomials": ("from numpy.polynomial import Polynomial", DERIV),
    "numpy's polynomials, asked of numpy": (
        "import numpy as np",
        "Polynomial = np.polynomial.Polynomial\n" + DERIV,
    ),
    "numpy's polynomials, by a path of its own": (
        "import numpy as np, os\nnp.__path__ = [os.path.dirname(np.__file__)]\n"
        "from numpy.polynomial import Polynomial",
        DERIV,
    ),
}

#: Where a check with torch would see that autograd was asked, taken away in several ways.
PATCHES = {
    "no calls": ("journal.book", "P.Journal.calls = lambda self, names: []"),
    "no names": ("journal.facts.passes", "P.ASKS_AUTOGRAD = ()"),
    "no events": ("journal.book", "P.Journal.of = lambda self, kind: ()"),
    "no facts": ("journal.facts.passes", "P.backwards = lambda journal: 0"),
    "no clue": ("watching", "P.Seen.clue = lambda self, name, value: None"),
}


def patched(room, patch):
    """The head of a submission that patches a module of ours which is loaded by hand, too."""
    return f'import sys\nP = sys.modules["autograder.probing.{room}"]\n{patch}\n'


def _cheats():
    for name, road in ROADS_TO_TORCH.items():
        yield name, chain(BACKWARD, road)
    for name, road in ROADS_TO_PACKAGES.items():
        place = next(p for p in sys.path if p.endswith("-packages"))
        yield name, chain(BACKWARD, road.replace("{place!r}", repr(place)) + "\nimport torch")
    yield "import in the function", chain("import torch\n" + BACKWARD)
    for name, (head, body) in OTHER_QUESTIONS.items():
        yield name, chain(body, head)
    for name, patch in PATCHES.items():
        yield name, chain(BACKWARD, patched(*patch) + "import torch")


CHEATS = dict(_cheats())


@pytest.mark.by_day(12)
@pytest.mark.parametrize("source", CHEATS.values(), ids=CHEATS)
def test_a_cheat_that_works_beside_torch_finds_none_by_hand(course, by_hand, beside_torch, source):
    exercise = course.exercise("chain_by_hand")

    assert beside_torch.grade(source, exercise).outcome is Outcome.PASSED
    assert by_hand.grade(source, exercise).score == 0


@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_torch_in_a_class_of_ones_own_finds_none_by_hand(course, by_hand, beside_torch, patch):
    exercise = course.exercise("tiny_autograd")
    folder = solutions_path(course) / "04_by_hand/tiny_autograd/wrong"
    wrong = (folder / "autograd_instead_of_by_hand.py").read_text(encoding="utf-8")
    source = patched(*patch) + wrong

    assert beside_torch.grade(source, exercise).outcome is Outcome.PASSED
    assert by_hand.grade(source, exercise).score == 0


# -- what is there, and what isn't ---------------------------------------------------------------

CHECKS = """
from autograder.probing import watching


def tells(submission, case):
    with watching() as seen:
        seen.returned(submission.tell())
    return seen
"""


def told(runner, *lines, torch=False, head=""):
    """What a function with these lines returned or raised."""
    source = f"{head}\ndef tell():\n" + "".join(f"    {line}\n" for line in lines)
    run = runner.run(Job("e", CHECKS, source, "tell", ("tells",), "s", 2, torch=torch))
    assert run.end is End.DONE
    facts = run.observations["tells"][0].facts
    return facts["raised"] or facts["returned"]


FOREIGN = (
    "import sys",
    "tops = {name.partition('.')[0] for name in sys.modules}",
    "return sorted(tops - set(sys.stdlib_module_names) - {'submission', '__main__'})",
)


def test_of_libraries_for_numbers_only_numpy_is_in_the_memory_of_a_child_by_hand(runner):
    libraries = {"torch", "numpy", "sympy", "functorch", "torchgen", "mpmath", "jinja2"}

    assert libraries & set(told(runner, *FOREIGN)) == {"numpy"}
    assert {"torch", "numpy"} <= set(told(runner, *FOREIGN, torch=True))


@pytest.mark.parametrize(
    "module",
    [
        *("math", "cmath", "statistics", "fractions", "decimal", "random", "dataclasses", "typing"),
        *("collections.abc", "functools", "itertools", "operator", "graphlib", "copy", "enum"),
    ],
)
def test_pythons_own_library_is_there_by_hand(runner, module):
    assert told(runner, f"import {module}", "return True") is True


@pytest.mark.parametrize(
    "module", ["torch", "torch.func", "sympy", "pydantic", "pip", "yaml", "rich"]
)
def test_no_package_can_be_imported_by_hand(runner, module):
    error = told(runner, f"import {module}")

    assert error.type_name == "ModuleNotFoundError"
    assert error.message == f"No module named {module.partition('.')[0]!r}"


@pytest.mark.parametrize("package", ["torch", "numpy", "sympy"])
def test_no_file_of_a_package_can_be_read_by_hand(runner, package):
    if Wall.LANDLOCK not in runner.isolation.standing:
        pytest.skip("nothing stops reading here")
    file = importlib.util.find_spec(package).origin
    read = f"return len(open({file!r}, 'rb').read(1))"

    assert told(runner, read).type_name == "PermissionError"
    assert told(runner, read, torch=True) == 1


@pytest.mark.parametrize("name", ["libtorch.so", "libtorch_cpu.so", "libc10.so"])
def test_no_library_of_torchs_can_be_loaded_by_hand(runner, name):
    file = Path(importlib.util.find_spec("torch").origin).parent / "lib" / name
    load = ("import ctypes", f"return ctypes.CDLL({str(file)!r}) is not None")

    assert told(runner, *load).type_name == "OSError"
    assert told(runner, *load, torch=True) is True


def test_a_folder_of_packages_beside_pythons_own_is_closed_too():
    closed = site_packages()

    assert all(folder.name.endswith("-packages") for folder in closed)
    assert {Path(p).resolve() for p in site.getsitepackages() if Path(p).exists()} <= {*closed}
    debians = Path("/usr/lib/python3/dist-packages")
    assert debians in closed or not debians.exists()


def test_without_walls_no_package_is_on_the_path_either():
    with ForkServer(kind=BY_HAND, down=set(Wall) - {Wall.LIMITS}) as server:
        error = told(server, "import torch")
        path = told(server, "import sys", "return [p for p in sys.path if '-packages' in p]")
        polynomials = told(server, "import numpy.polynomial")

    assert (error.type_name, error.message) == ("ModuleNotFoundError", "No module named 'torch'")
    assert polynomials.message == "No module named 'numpy.polynomial'"
    assert path == ()


@pytest.mark.nightly
def test_a_cold_process_by_hand_has_no_torch_and_sees_the_same(course, runner):
    exercise = course.exercise("tiny_autograd")
    reference = (solutions_path(course) / "04_by_hand/tiny_autograd/reference.py").read_text()
    with EachKind(lambda kind: ColdProcess(kind=kind)) as cold:
        verdicts = [Grader(course, one).grade(reference, exercise) for one in (cold, runner)]

        assert [verdict.outcome for verdict in verdicts] == [Outcome.PASSED] * 2
        assert told(cold, "import torch").message == "No module named 'torch'"
        assert "torch" not in told(cold, *FOREIGN)
        assert (
            told(cold, "import numpy", "return numpy.random.default_rng(0).permutation(1)[0] + 0.5")
            == 0.5
        )
        assert told(cold, "import numpy.polynomial").message == "No module named 'numpy.polynomial'"
        assert told(cold, "import torch", "return torch.ones(1).item()", torch=True) == 1


def test_by_hand_means_the_same_inside_bubblewrap():
    with EachKind(lambda kind: ForkServer(Tier.STRONG, kind=kind)) as strong:
        try:
            assert strong.isolation.tier is Tier.STRONG
        except IsolationError as error:
            pytest.skip(str(error))
        assert told(strong, "import math", "return math.floor(2.5)") == 2
        assert told(strong, "import site; site.main()", "import torch").type_name in (
            "ModuleNotFoundError", "PermissionError",
        )  # fmt: skip


# -- numpy is there ------------------------------------------------------------------------------


def test_all_that_numpy_offers_is_there_by_hand_but_polynomials_and_what_numbers_do_not_need(
    runner,
):
    missing = told(
        runner,
        "import numpy, warnings",
        "warnings.simplefilter('ignore')",
        "return sorted(name for name in dir(numpy) if not hasattr_(numpy, name))",
        head="""
def hasattr_(module, name):
    try:
        getattr(module, name)
    except (AttributeError, ImportError):
        return False
    return True
""",
    )

    assert set(missing) <= {"polynomial", "f2py", "ctypeslib", "core", "distutils", "matlib"}
    assert "polynomial" in missing


#: What numpy imports or compiles on first use, if it does at all; each gives a float or a text.
OF_NUMPY = {
    "a sum": "np.arange(6.0).reshape(2, 3).sum(axis=0)[1]",
    "a standard deviation": "np.float64([1.0, 2.0, 4.0]).std()",
    "a product of matrices": "(np.arange(1e4).reshape(100, 100) @ np.ones((100, 100)))[3, 4]",
    "an inverse": "np.linalg.inv(np.array([[2.0, 1.0], [1.0, 3.0]]))[0, 0]",
    "least squares": "np.linalg.lstsq(np.eye(2), np.array([1.0, 2.0]), rcond=None)[0][1]",
    "einsum": "np.einsum('ij,j->i', np.eye(3), np.arange(3.0), optimize=True)[2]",
    "drawn numbers": "np.random.default_rng(3).normal()",
    "drawn numbers of old": "(np.random.seed(3), np.random.rand())[1]",
    "a transform": "np.fft.fft(np.arange(4.0))[0].real",
    "a gradient of heights": "np.gradient(np.array([1.0, 4.0, 9.0]))[1]",
    "a fitted line": "round(np.polyfit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 1)[0], 9)",
    "a masked mean": "np.ma.masked_invalid([1.0, np.nan]).mean()",
    "a function for arrays": "np.vectorize(lambda v: v + 0.5)(np.arange(2.0))[1]",
    "text of an array": "repr(np.arange(3.0))",
    "text of a record's type": "str(np.dtype([('w', 'f8')]))",
    "characters": "str(np.char.upper(np.array(['w']))[0])",
    "an assertion": "str(np.testing.assert_allclose(1.0, 1.0))",
    "a type for hints": "str(np.typing.NDArray[np.float64])",
    "a copy": "__import__('copy').deepcopy(np.ones(2))[0]",
    "a pickle": "__import__('pickle').loads(__import__('pickle').dumps(np.ones(2)))[1]",
    "a division by zero": "str(np.float64(1) / 0)",
}


@pytest.mark.parametrize("expression", OF_NUMPY.values(), ids=OF_NUMPY)
def test_numpy_gives_by_hand_what_it_gives_here(runner, expression):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        here = eval(expression, {"np": numpy})

    assert told(runner, "import numpy as np", f"return {expression}") == here


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ("np.sum(np.ones(2), axis=3)", "AxisError"),
        ("np.ones(10**15)", "_ArrayMemoryError"),
        ("np.add(np.array('w'), np.float64(1))", "_UFuncNoLoopError"),
        ("np.ones(2) + np.ones(3)", "ValueError"),
    ],
)
def test_errors_of_numpy_are_told_by_hand_as_beside_torch(runner, wrong, name):
    lines = "import numpy as np", f"return {wrong}"
    by_hand, beside_torch = (told(runner, *lines, torch=torch) for torch in (False, True))

    assert by_hand == beside_torch
    assert by_hand.type_name.rpartition(".")[2] == name


@pytest.mark.parametrize(
    "value",
    [
        *(
            "np.float64(2.5)",
            "np.float32(2.5)",
            "np.int64(2)",
            "np.bool_(True)",
            "np.longdouble(1)",
        ),
        *(
            "np.array(2.5)",
            "np.array([2.5])",
            "np.ones((2, 2))",
            "np.matrix([[1.0]])",
            "np.float64",
        ),
        *("(np.float64(1), np.array(2))", "[*np.ones(2)]", "np.ones(2).tolist()", "np"),
        *(
            "np.ma.masked",
            "np.random.default_rng(0)",
            "np.str_('w')",
            "np.datetime64('2026-01-01')",
        ),
    ],
)
def test_numpys_values_are_described_by_hand_as_beside_torch(runner, value):
    lines = "import numpy as np", f"return {value}"

    assert told(runner, *lines) == told(runner, *lines, torch=True)


@pytest.mark.parametrize(
    "head", ["", "import sys, types; sys.modules['torch'] = types.ModuleType('torch')"]
)
def test_a_namesake_of_a_tensor_is_described_by_its_name_by_hand_too(runner, head):
    value = told(runner, "return type('Tensor', (), {'__module__': 'torch'})()", head=head)

    assert value == ObjectFact("Tensor")


CHAINS_BY_NUMPY = {
    "float64": "r = np.float64(w) * x + b - y\nreturn 2 * r * x, 2 * r",
    "an array's entries": "return tuple(2 * (w * x + b - y) * np.array([x, 1.0]))",
    "a list of an array": "return (2 * (w * x + b - y) * np.array([x, 1.0])).tolist()",
    "arrays without dimensions": (
        "w, b, x, y = map(np.array, (w, b, x, y))\nr = 2 * (w * x + b - y)\nreturn (r * x).item(), r[()]"
    ),
    "products": "r = np.dot([w, b, y], [x, 1.0, -1.0])\nreturn [*np.outer(2 * r, [x, 1.0])[0]]",
    "a matrix": "r = np.array([[w, b]]) @ [[x], [1.0]] - y\ng = 2 * r * [x, 1]\nreturn g[0, 0], g[0, 1]",
}  # fmt: skip


@pytest.mark.parametrize("body", CHAINS_BY_NUMPY.values(), ids=CHAINS_BY_NUMPY)
def test_a_right_answer_may_calculate_with_numpy(course, by_hand, beside_torch, body):
    exercise = course.exercise("chain_by_hand")
    source = chain(body, "import numpy as np")

    assert by_hand.grade(source, exercise).outcome is Outcome.PASSED
    assert beside_torch.grade(source, exercise).outcome is Outcome.PASSED


SLOPES_BY_NUMPY = [
    "return np.float64(f(w + h) - f(w - h)) / (2 * h)",
    "return np.diff([f(w - h), f(w + h)])[0] / (2 * h)",
    "return np.dot([f(w + h), f(w - h)], [1, -1]) / (2 * h)",
    "return np.subtract(f(w + h), f(w - h)) / np.multiply(2, h)",
    "return float(np.array(f(w + h) - f(w - h)) / (2 * h))",
]


@pytest.mark.parametrize("body", SLOPES_BY_NUMPY)
def test_a_slope_may_be_measured_with_numpy(course, by_hand, body):
    source = f"import numpy as np\ndef slope_by_numbers(f, w, h):\n    {body}"

    assert by_hand.grade(source, course.exercise("slope_by_numbers")).outcome is Outcome.PASSED


def test_numbers_with_a_memory_may_be_numpys(course, by_hand):
    exercise = course.exercise("tiny_autograd")
    reference = (solutions_path(course) / "04_by_hand/tiny_autograd/reference.py").read_text()
    source = reference.replace("math.tanh", "np.tanh").replace("import math", "import numpy as np")

    assert "np.tanh" in source
    assert by_hand.grade(source, exercise).outcome is Outcome.PASSED


def test_a_mistake_with_numpy_is_told_as_the_same_without(course, by_hand):
    exercise = course.exercise("chain_by_hand")
    forgets_two = "return tuple((w * x + b - y) * np.array([x, 1.0]))"

    verdict = by_hand.grade(chain(forgets_two, "import numpy as np"), exercise)

    assert verdict.misconceptions == ("path_or_factor_missing",)


# -- which runner gets which job -----------------------------------------------------------------


class Opened(EachKind):
    """Notes which kinds of runner were opened."""

    def __init__(self):
        self.kinds = []
        super().__init__(self._opened)

    def _opened(self, kind):
        self.kinds.append(kind)
        return ForkServer(kind=kind)


def test_what_is_done_by_hand_starts_no_torch(course):
    exercise = course.exercise("chain_by_hand")
    with Opened() as opened:
        Grader(course, opened).grade(exercise.stub("en"), exercise)

        assert opened.kinds == [BY_HAND]
        assert len(opened.pids) == 1
        assert "torch" not in Path(f"/proc/{opened.pids[0]}/maps").read_text()


@pytest.mark.nightly
def test_each_kind_of_job_has_a_server_of_its_own_and_all_are_closed():
    with Opened() as opened:
        told(opened, "return 1", torch=True)
        told(opened, "return 1")
        told(opened, "return 1", torch=True)
        assert opened.kinds == [CHECKING, BY_HAND]
        pids = opened.pids
        assert len(set(pids)) == 2

    assert opened.pids == []
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.nightly
def test_the_same_walls_stand_by_hand_as_beside_torch(runner):
    told(runner, "return 1")
    told(runner, "return 1", torch=True)

    assert len(runner.pids) == 2
    with ForkServer(kind=BY_HAND) as by_hand, ForkServer(kind=CHECKING) as beside_torch:
        assert by_hand.isolation == beside_torch.isolation == runner.isolation


def test_before_the_first_job_the_lighter_server_tells_the_isolation():
    with Opened() as opened:
        assert opened.isolation.tier >= Tier.PROCESS
        assert opened.kinds == [BY_HAND]


def test_the_isolation_of_several_is_what_holds_around_all():
    one = Isolation({Wall.LIMITS: "", Wall.SECCOMP: "9"}, {Wall.LANDLOCK: "old kernel"})
    other = Isolation({Wall.LIMITS: "", Wall.LANDLOCK: "ABI 7"}, {Wall.SECCOMP: "no library"})

    both = one.shared_with(other)

    assert both.standing == {Wall.LIMITS: ""}
    assert both.missing == {Wall.LANDLOCK: "old kernel", Wall.SECCOMP: "no library"}


@pytest.mark.parametrize("runner_of", [ForkServer, ColdProcess])
def test_a_job_by_hand_is_never_run_beside_torch(runner_of):
    job = Job("e", CHECKS, "def tell(): pass", "tell", ("tells",), "s", 1, torch=False)
    with runner_of(kind=CHECKING) as wrong, pytest.raises(ValueError, match="is to be run by"):
        wrong.run(job)


# -- what an honest learner leaves in a file -----------------------------------------------------

RIGHT = "    residual = w * x + b - y\n    return 2 * residual * x, 2 * residual\n"
PLAIN = "def chain_by_hand(w, b, x, y):\n"


@pytest.mark.parametrize(
    "head",
    [
        "import torch\n" + PLAIN,
        "import torch, math\n" + PLAIN + "    math.pi\n",
        "import numpy as np\nimport torch.nn as nn\n" + PLAIN,
        "from torch import Tensor\ndef chain_by_hand(w: Tensor, b: Tensor, x, y) -> Tensor:\n",
        "from __future__ import annotations\nfrom torch import Tensor\n"
        "def chain_by_hand(w: Tensor, b: Tensor, x, y) -> tuple[Tensor, Tensor]:\n",
        "import torch\ndef chain_by_hand(w: torch.Tensor | float, b, x, y) -> torch.Tensor:\n",
        "import torch\n" + PLAIN + "    if False: return torch.zeros(2)\n",
        "import torch\nprint(torch.tensor(2.0))\ntorch.manual_seed(0)\n" + PLAIN,
        "import torch\nfrom torch import Tensor\n\ndef helper(t: Tensor) -> Tensor:\n"
        "    return t.sum()\n\n" + PLAIN,
        "from autograder import draw\n" + PLAIN,
        "import matplotlib.pyplot as plt\n" + PLAIN,
    ],
)
def test_a_library_left_over_costs_a_right_answer_nothing(course, by_hand, head):
    verdict = by_hand.grade(head + RIGHT, course.exercise("chain_by_hand"))

    assert verdict.outcome is Outcome.PASSED


def test_a_notebook_that_imports_torch_for_other_exercises_costs_nothing(course, by_hand):
    cells = [
        Cell("import torch\nfrom torch import Tensor, nn\nimport numpy as np, math"),
        Cell("def step_no_grad(W: Tensor, lr: float) -> None:\n    W.data -= lr * W.grad"),
        Cell("w = torch.tensor(3.0, requires_grad=True)\n(w ** 2).backward()\nw.grad"),
        Cell("def chain_by_hand(w: Tensor, b: Tensor, x: Tensor, y: Tensor):\n" + RIGHT),
        Cell("chain_by_hand(*torch.ones(4))"),
    ]
    source = answer_in(cells, "chain_by_hand", "chain_by_hand")

    assert "step_no_grad" in source
    assert by_hand.grade(source, course.exercise("chain_by_hand")).outcome is Outcome.PASSED


# -- what a learner who reaches for a library is told --------------------------------------------

WITHOUT_TORCH = {"en": "there is no torch at all", "hu": "nincs is torch"}
AS_NUMBERS = {"en": "runs without torch", "hu": "torch nélkül fut"}
REACHES = {
    "asks autograd": (
        chain(BACKWARD, "import torch"), "autograd_instead_of_by_hand", WITHOUT_TORCH,
    ),
    "asks autograd, imported inside": (
        chain("import torch" + BACKWARD), "autograd_instead_of_by_hand", WITHOUT_TORCH,
    ),
    "asks autograd, imported by star": (
        chain(
            "w = tensor(w, requires_grad=True)\n((w * x + b - y) ** 2).backward()\nreturn w.grad",
            "from torch import *",
        ),
        "autograd_instead_of_by_hand",
        WITHOUT_TORCH,
    ),
    "asks torch.func": (
        chain(OTHER_QUESTIONS["grad of func"][1], OTHER_QUESTIONS["grad of func"][0]),
        "autograd_instead_of_by_hand",
        WITHOUT_TORCH,
    ),
    "asks jax": (
        chain("return jax.grad(lambda w: (w * x + b - y) ** 2)(w), 0.0", "import jax"),
        "autograd_instead_of_by_hand",
        WITHOUT_TORCH,
    ),
    "calculates with tensors": (
        chain("u = torch.tensor(w) * x + b - y\nreturn (2 * u * x).item(), (2 * u).item()",
              "import torch"),
        "library_for_plain_numbers",
        AS_NUMBERS,
    ),
}  # fmt: skip


@pytest.mark.by_day(4)
@pytest.mark.parametrize("language", ["en", "hu"])
@pytest.mark.parametrize(("source", "named", "sentence"), REACHES.values(), ids=REACHES)
def test_a_learner_who_reaches_for_a_library_is_told_that_there_is_none(
    course, by_hand, source, named, sentence, language
):
    exercise = course.exercise("chain_by_hand")
    verdict = by_hand.grade(source, exercise)
    told = feedback_on(verdict, exercise, course, words_in(language)).checks[0].message

    assert verdict.misconceptions == (named,)
    assert "ModuleNotFoundError: No module named" in told
    assert sentence[language] in told


@pytest.mark.parametrize("language", ["en", "hu"])
def test_a_file_that_is_nothing_without_torch_is_told_so_too(course, by_hand, language):
    source = chain("return w", "import torch").replace("def chain", "@torch.no_grad()\ndef chain")
    exercise = course.exercise("chain_by_hand")
    verdict = by_hand.grade(source, exercise)
    told = feedback_on(verdict, exercise, course, words_in(language)).checks[0].message

    assert "ModuleNotFoundError: No module named 'torch'" in told
    assert {"en": "runs without torch", "hu": "torch nélkül"}[language] in told


def test_every_statement_of_an_exercise_by_hand_says_that_there_is_no_torch(course):
    exercises = [exercise for exercise in course.exercises if not exercise.sheet.torch]

    assert [exercise.id for exercise in exercises] == EXERCISES
    for exercise in exercises:
        assert "no torch" in exercise.statement("en") or "without torch" in exercise.statement("en")
        assert "nincs" in exercise.statement("hu")
