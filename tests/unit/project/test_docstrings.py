"""Public names say what they are for, and examples in docstrings give what they say."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
#: Rooms whose public names all have docstrings. A room that is finished is added, none goes.
FINISHED = (
    "authoring",
    "content",
    "drawing",
    "files.py",
    "judging",
    "languages",
    "observations",
    "outputs.py",
    "runs.py",
    "texts.py",
)


def modules(room=""):
    """The files of a room that are looked at: those of our own, none that is copied in."""
    path = PACKAGE / room
    found = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [file for file in found if "_course" not in file.parts]


def module_name(file):
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def public(node, prefix=""):
    """Public functions and classes below *node*, methods of public classes too, by their names."""
    for child in node.body:
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not child.name.startswith("_"):
            yield f"{prefix}{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{prefix}{child.name}.")


def undocumented(source):
    return [name for name, node in public(ast.parse(source)) if not ast.get_docstring(node)]


@pytest.mark.parametrize("room", FINISHED)
def test_every_public_name_of_a_finished_room_says_what_it_is_for(room):
    found = {
        module_name(file): names
        for file in modules(room)
        if (names := undocumented(file.read_text(encoding="utf-8")))
    }

    assert modules(room)
    assert found == {}


def test_a_public_name_without_docstring_is_found():
    source = "def told():\n  '''Says.'''\ndef silent(): ...\nclass _P:\n  def a(self): ...\n"
    source += "class Q:\n  '''Is.'''\n  def b(self): ...\n  def _c(self): ...\n"

    assert undocumented(source) == ["silent", "Q.b"]


def examples():
    """Docstrings with examples, but those of the public interface: they run programs elsewhere."""
    for file in modules():
        if ">>> " not in file.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(module_name(file))
        for found in doctest.DocTestFinder(exclude_empty=True).find(module):
            if found.examples and not any(
                "from autograder import" in e.source for e in found.examples
            ):
                yield pytest.param(found, id=found.name)


@pytest.mark.parametrize("docstring", list(examples()))
def test_examples_in_docstrings_give_what_they_say(docstring):
    said = []

    result = doctest.DocTestRunner(verbose=False).run(docstring, out=said.append)

    assert (result.failed, said) == (0, [])
    assert result.attempted > 0
