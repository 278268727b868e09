"""Looking through trees of programs, quicker than the standard library and in the same order."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.sandbox import trees

PROGRAMS = sorted((Path(__file__).parents[3] / "solutions").rglob("reference.py"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda file: file.parent.name)
def test_nodes_are_those_of_ast_walk_in_its_order(program):
    tree = ast.parse(program.read_text(encoding="utf-8"))

    assert trees.nodes_of(tree) == [*ast.walk(tree)]


def test_children_are_those_of_the_standard_library():
    tree = ast.parse("match x:\n    case [1, *_] | {'a': None}:\n        f(*a, **k, b=lambda: 0)\n")

    for node in ast.walk(tree):
        assert trees.children_of(node) == [*ast.iter_child_nodes(node)]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda file: file.parent.name)
def test_nodes_of_some_kinds_are_all_of_these_kinds_and_no_others(program):
    nodes = trees.nodes_of(ast.parse(program.read_text(encoding="utf-8")))

    found = trees.Nodes(nodes).of(ast.Name, ast.Call)

    assert {*found} == {node for node in nodes if isinstance(node, ast.Name | ast.Call)}


def test_what_is_no_python_is_told_each_time():
    for _ in range(2):
        with pytest.raises(SyntaxError):
            trees.nodes_in("def f(:\n")
