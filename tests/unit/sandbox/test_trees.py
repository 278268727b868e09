"""Looking through trees of programs, quicker than the standard library and in the same order."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.sandbox.trees import Tree, tree_of

SOLUTIONS = Path(__file__).parents[3] / "solutions"
PROGRAMS = {
    **{
        file.parent.name: file.read_text(encoding="utf-8")
        for file in sorted(SOLUTIONS.rglob("reference.py"))
    },
    "nothing": "",
    "patterns, gaps and rests": (
        "match x:\n    case [1, *_] | {'a': None, **rest}:\n"
        "        f(*a, **k, b=lambda p, /, q=1, *, r=2: {**d, 1: [i for i in j if i]})\n"
    ),
    "a coroutine": (
        "async def g(self) -> 'text':\n    async with a as b, c:\n        await (yield)\n"
        "    del b[1:2, ...], c.d\n"
    ),
}


@pytest.fixture(params=PROGRAMS)
def tree(request):
    return ast.parse(PROGRAMS[request.param])


def test_nodes_are_those_of_ast_walk_in_its_order(tree):
    assert Tree(tree).nodes == [*ast.walk(tree)]


def test_each_node_but_the_first_stands_in_the_one_that_the_standard_library_tells(tree):
    told = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    assert Tree(tree).parents == told


def test_nodes_of_some_kinds_are_all_of_these_kinds_and_no_others(tree):
    found = Tree(tree).of(ast.Name, ast.Call)

    assert {*found} == {node for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Call)}


def test_what_is_no_python_is_told_each_time():
    for _ in range(2):
        with pytest.raises(SyntaxError):
            tree_of("def f(:\n")
