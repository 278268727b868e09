"""
Oracles that are not us: what each exercise's right answers give, expected from elsewhere.

``key.json`` is made by the programs that are tested against it, so a wrong reference would agree with itself.
Here each right program runs as it stands, without checks and keys, and what it gives is compared with closed
forms, finite differences, numpy or torch's own modules.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import torch

SOLUTIONS = Path(__file__).parents[2] / "solutions"


def right_programs(exercise):
    """The reference of an exercise and all its right variants, by file name without ``.py``."""
    (folder,) = SOLUTIONS.glob(f"*/{exercise}")
    return {path.stem: path for path in [folder / "reference.py", *folder.glob("right/*.py")]}


def pytest_generate_tests(metafunc):
    """``answer`` is a module for each right program of the exercise that the test's mark names."""
    if mark := metafunc.definition.get_closest_marker("oracle"):
        (exercise,) = mark.args
        programs = right_programs(exercise)
        metafunc.parametrize("answer", programs.values(), ids=programs, indirect=True)


def pytest_itemcollected(item):
    """Right programs may use what torch warns of; numbers are looked at here, no words."""
    if item.get_closest_marker("oracle"):
        item.add_marker(pytest.mark.filterwarnings("ignore"))


@pytest.fixture
def answer(request):
    spec = importlib.util.spec_from_file_location(f"answer_{request.param.stem}", request.param)
    module = importlib.util.module_from_spec(spec)
    torch.manual_seed(0)
    spec.loader.exec_module(module)
    return module
