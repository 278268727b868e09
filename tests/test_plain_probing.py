"""What checks by hand need of probing works where there is no torch, and asks for none."""

import subprocess
import sys
import textwrap

import pytest

from autograder import probing
from autograder.observations import ObjectFact
from autograder.probing import torch_parts
from autograder.probing.facts import describe, describe_call


def run(program):
    """What *program* prints in a fresh Python."""
    command = [sys.executable, "-c", textwrap.dedent(program)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_probing_loads_neither_torch_nor_numpy():
    loaded = run("""
        import sys
        import autograder.probing.running
        from autograder.probing import Case, Seen, Watcher, call_learner, describe, watching
        print([name for name in ("torch", "numpy") if name in sys.modules])
    """)

    assert loaded == "[]"


def test_a_check_on_plain_numbers_is_run_where_torch_cannot_be_imported():
    seen = run("""
        import sys
        sys.modules["torch"] = sys.modules["numpy"] = None  # an import of these raises
        from autograder.probing.running import load_checks, run_checks
        checks = load_checks('''
        from autograder.probing import describe, is_plain_tensor, watching
        def it_doubles(submission, case):
            with watching() as seen:
                made = submission.double(case.uniform(1, 2))
                seen.fact("tensor", is_plain_tensor(made))
                seen.returned([made, describe(made), {}, submission])
            return seen
        ''')
        source = "def double(x): return 2 * x"
        for message in run_checks(checks, source=source, function="double", exercise="double",
                                  seed="s", cases=1, names=["it_doubles"]):
            print(message["observation"]["facts"])
    """)

    assert "'raised': None, 'tensor': False, 'returned': [" in seen
    assert "{'object': 'dict'}, {'object': 'autograder.probing.submission.Submission'}" in seen


def test_what_needs_torch_says_so_where_there_is_none():
    told = run("""
        import sys
        sys.modules["torch"] = None
        from autograder.probing import Case
        for ask in (lambda: Case("s", "e/c", 0).tensor(2), lambda: __import__(
                "autograder.probing", fromlist=["leaf"]).leaf):
            try:
                ask()
            except ImportError as error:
                print(error.name)
    """)

    assert told.split() == ["torch", "torch"]


def test_a_namesake_of_a_tensor_is_described_by_its_name_and_asks_for_no_torch():
    told = run("""
        import sys
        from autograder.probing.facts import describe, describe_call, is_plain_tensor
        Tensor = type("Tensor", (), {"__module__": "torch"})
        sys.modules["torch"] = None
        print(describe(Tensor()), describe_call("f", (Tensor(),), {}), is_plain_tensor(Tensor()))
    """)

    assert told == "ObjectFact(type_name='Tensor') f(<Tensor>) False"


def test_a_namesake_of_a_tensor_is_no_tensor_where_torch_is_either():
    namesake = type("Tensor", (), {"__module__": "torch"})()

    assert describe(namesake) == ObjectFact("Tensor")
    assert describe_call("f", (namesake,), {}) == "f(<Tensor>)"


@pytest.mark.parametrize("name", probing.__all__)
def test_every_public_name_can_be_imported(name):
    assert getattr(probing, name) is not None
    assert name in dir(probing)


def test_the_modules_that_need_torch_are_those_that_cannot_be_imported_without_it():
    needing = run("""
        import importlib, pkgutil, sys
        sys.modules["torch"] = sys.modules["numpy"] = None  # an import of these raises
        from autograder import probing
        for found in pkgutil.walk_packages(probing.__path__, "autograder.probing."):
            try:
                importlib.import_module(found.name)
            except ImportError:
                print(found.name.removeprefix("autograder.probing."))
    """)

    # decks imports none, but makes its rows with it; arrays needs numpy alone.
    assert {*needing.split(), "decks"} - {"arrays"} == torch_parts.MODULES_WITH_TORCH


def test_every_name_that_needs_torch_is_public():
    assert set(torch_parts.WITH_TORCH) <= set(probing.__all__)


def test_an_unknown_name_is_told():
    with pytest.raises(AttributeError, match="has no attribute 'Backward'"):
        probing.Backward  # noqa: B018 - the attribute is what is asked for


def test_a_part_is_found_again_when_learner_code_has_hidden_it(monkeypatch):
    first = torch_parts.part("tensors")
    monkeypatch.setitem(sys.modules, "autograder.probing.tensors", None)

    assert torch_parts.part("tensors") is first
    assert probing.Case("s", "e/c", 0).tensor(2, 3).shape == (2, 3)


def test_a_program_by_hand_draws_the_same_whatever_was_drawn_before_it():
    program = """
        import random
        import numpy as np
        from autograder.probing.harness import program_by_itself

        def drawn():
            with program_by_itself():
                return [*np.random.rand(3), random.random()]

        first = drawn()
        np.random.seed(7)
        random.seed(7)
        print(drawn() == first)
    """
    hidden = "import sys; sys.modules['torch'] = None"
    assert run(f"{hidden}\n{textwrap.dedent(program)}") == "True"
