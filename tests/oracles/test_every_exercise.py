"""No exercise is without an oracle."""

from __future__ import annotations

import ast
from pathlib import Path


def test_every_exercise_has_one(course):
    named = {
        node.args[0].value
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.oracle"
    }

    assert {exercise.id for exercise in course.exercises} - named == set()
