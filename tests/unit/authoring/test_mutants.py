import ast
from pathlib import Path

import pytest

from autograder.authoring.mutants import OPERATORS, mutants_of
from autograder.authoring.mutants.rewriting import rewritten
from autograder.authoring.programs import Programs
from autograder.content import load_course

ROOT = Path(__file__).resolve().parents[3]
STEP = """
import torch

def step(W, lr):
    loss = (W * W).mean()
    loss.backward()
    with torch.no_grad():
        W -= lr * W.grad
    W.grad = None
    return loss.item()
"""


def made(operator, source):
    """The texts that an operator makes of *source*."""
    (one,) = [one for one in OPERATORS if one.name == operator]
    return {ast.unparse(tree) for tree in rewritten(ast.parse(source), one.rule)}


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        ("no_grad left out", "with torch.no_grad():\n    W -= 1", ["W -= 1"]),
        ("no_grad left out", "@torch.no_grad()\ndef f():\n    g()", ["def f():\n    g()"]),
        ("no_grad not called", "with torch.no_grad():\n    f()", ["with torch.no_grad:\n    f()"]),
        ("a result cut off from its graph", "y = a * b", ["y = (a * b).detach()", "y = (a * b).item()"]),
        ("detach() or item() left out", "y = loss.item()", ["y = loss"]),
        ("detach() or item() left out", "y = float(loss)", ["y = loss"]),
        ("detach() for item()", "y = loss.item()", ["y = loss.detach()"]),
        (".data for detach()", "y = W.detach()", ["y = W.data"]),
        ("alias for copy", "y = W.clone()", ["y = W"]),
        ("requires_grad left out", "W = torch.tensor(1.0, requires_grad=True)", ["W = torch.tensor(1.0)"]),
        ("backward() left out", "loss.backward()\nf()", ["f()"]),
        ("backward without parentheses", "loss.backward()", ["loss.backward"]),
        ("backward() for a gradient", "g = torch.autograd.grad(y, x)", ["g = y.backward()"]),
        ("zeroing left out", "f()\nW.grad = None", ["f()"]),
        ("zeroing left out", "f()\nW.grad.zero_()", ["f()"]),
        ("zeroing left out", "f()\noptimizer.zero_grad()", ["f()"]),
        ("zeroing with a number", "W.grad = None", ["W.grad = 0"]),
        ("= for in-place", "W -= lr", ["W = W - lr"]),
        ("= for in-place", "W.sub_(lr)", ["W = W.sub(lr)"]),
        ("in-place result thrown away", "W.sub_(lr)", ["W.sub(lr)"]),
        ("in-place for =", "W = W - lr", ["W -= lr"]),
        ("update through .data", "W -= lr", ["W.data -= lr"]),
        ("sign", "y = a - b", ["y = a + b"]),
        ("sign", "y = -a", ["y = a"]),
        ("factor left out", "y = 2 * x", ["y = 2", "y = x"]),
        ("term left out", "y = a + b", ["y = a", "y = b"]),
        ("power left out", "y = x ** 2", ["y = x"]),
        ("sum for mean", "y = x.mean()", ["y = x.sum()"]),
        ("mean for sum", "y = x.sum()", ["y = x.mean()"]),
        ("not reduced", "y = x.mean()", ["y = x"]),
        ("activation left out", "y = torch.tanh(x)", ["y = x"]),
        ("* for @", "y = X @ W", ["y = X * W"]),
        ("transposition", "y = X @ W.T", ["y = X @ W"]),
        ("axis lost or added", "y = x.unsqueeze(1)", ["y = x"]),
        ("another axis", "y = x.mean(dim=0)", ["y = x.mean(dim=1)"]),
        ("another axis", "n = x.shape[0]", ["n = x.shape[1]"]),
        ("two lines swapped", "a()\nb()\nc()", []),
        ("two lines swapped", "def f():\n    a()\n    b()", ["def f():\n    b()\n    a()"]),
        ("bound by one", "for i in range(n):\n    f()", [
            "for i in range(n - 1):\n    f()", "for i in range(n + 1):\n    f()"]),
        ("< for <=", "y = a < b", ["y = a <= b"]),
        ("condition turned round", "if a:\n    f()", ["if not a:\n    f()"]),
        ("another number", "y = 2.5", ["y = 3.5", "y = 1.5"]),
        ("another number", "y = True", []),
        ("int for float", "y = 2.0", ["y = 2"]),
        ("returned value dropped", "def f():\n    return 3", ["def f():\n    3"]),
        ("one of several left out", "f([W, b])", ["f([b])", "f([W])"]),
        ("a line left out", "f()\ng()", ["g()", "f()"]),
        ("train for eval", "model.eval()", ["model.train()"]),
    ],
)  # fmt: skip
def test_an_operator_changes_one_thing_at_each_place(operator, before, after):
    assert made(operator, before) == set(after)


def test_every_operator_stands_in_the_table_above():
    (marks,) = test_an_operator_changes_one_thing_at_each_place.pytestmark

    assert {case[0] for case in marks.args[1]} == {one.name for one in OPERATORS}


def test_the_tree_itself_stays_as_it_is():
    tree = ast.parse(STEP)
    before = ast.unparse(tree)
    for one in OPERATORS:
        list(rewritten(tree, one.rule))

    assert ast.unparse(tree) == before


def test_where_the_last_line_of_a_body_goes_pass_takes_its_place():
    assert made("a line left out", "def f():\n    g()") == {"def f():\n    pass"}


def test_what_would_be_no_program_is_left_out():
    assert made("power left out", "del x[i ** 2]") == {"del x[i]"}
    assert made("detach() or item() left out", "with x.item() as y:\n    pass") == {
        "with x as y:\n    pass"
    }
    assert made("= for in-place", "x.a -= 1") == {"x.a = x.a - 1"}


def test_an_operator_names_misconceptions_of_the_catalogue():
    known = set(load_course(ROOT / "exercises").misconceptions)

    assert {name for one in OPERATORS for name in one.misconceptions} - known == set()


def test_no_mutant_comes_twice_and_none_is_a_known_program(tmp_path):
    programs = Programs(tmp_path, STEP, {"again": STEP}, {"sign": STEP.replace("-=", "+=")}, ())
    sources = [mutant.source for mutant in mutants_of(programs)]

    assert len(sources) == len(set(sources)) > 15
    assert not any("W += lr" in source for source in sources)
    assert ast.unparse(ast.parse(STEP)) + "\n" not in sources
