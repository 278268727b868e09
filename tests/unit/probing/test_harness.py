"""A case runs as if nothing had run before it, and leaves no switch behind."""

from __future__ import annotations

import contextlib
import random
import warnings

import numpy as np
import pytest
import torch

from autograder.probing import Case
from autograder.probing.harness import case_by_itself, program_by_itself
from autograder.probing.running import load_checks, run_checks
from autograder.probing.switches import saved_tensors_hooks

SWITCHES = {
    "grad mode": (torch.is_grad_enabled, lambda: torch.set_grad_enabled(False)),
    "dtype": (torch.get_default_dtype, lambda: torch.set_default_dtype(torch.float64)),
    "device": (torch.get_default_device, lambda: torch.set_default_device("meta")),
    "threads": (torch.get_num_threads, lambda: torch.set_num_threads(3)),
    "autocast": (
        lambda: (torch.ones(1, 1) @ torch.ones(1, 1)).dtype,
        lambda: torch.autocast("cpu", dtype=torch.bfloat16).__enter__(),
    ),
    "anomaly": (torch.is_anomaly_enabled, lambda: torch.autograd.set_detect_anomaly(True)),
    "watch for NaN": (
        torch.is_anomaly_check_nan_enabled,
        lambda: torch.autograd.set_detect_anomaly(True, check_nan=False),
    ),
    "determinism that only warns": (
        torch.is_deterministic_algorithms_warn_only_enabled,
        lambda: torch.use_deterministic_algorithms(True, warn_only=True),
    ),
    "threads of a backward pass": (
        torch._C._is_multithreading_enabled,
        lambda: torch._C._set_multithreading_enabled(False),
    ),
    "determinism": (
        torch.are_deterministic_algorithms_enabled,
        lambda: torch.use_deterministic_algorithms(True),
    ),
    "printing": (lambda: repr(torch.tensor(1 / 3)), lambda: torch.set_printoptions(precision=9)),
    "warnings": (torch.is_warn_always_enabled, lambda: torch.set_warn_always(True)),
    "filters": (lambda: len(warnings.filters), lambda: warnings.simplefilter("error")),
    "Python's generator": (random.random, lambda: random.seed(1)),
    "NumPy's generator": (lambda: np.random.random(), lambda: np.random.seed(1)),  # noqa: NPY002
    "torch's generator": (lambda: torch.rand(()).item(), lambda: torch.manual_seed(1)),
}


GENERATORS = {name for name in SWITCHES if "generator" in name}


@pytest.fixture(autouse=True)
def torch_as_it_was():
    with contextlib.ExitStack() as stack:
        stack.callback(random.setstate, random.getstate())
        stack.callback(np.random.set_state, np.random.get_state())  # noqa: NPY002
        stack.callback(torch.set_rng_state, torch.get_rng_state())
        stack.enter_context(case_by_itself(Case("s", "around", 0)))
        yield


@pytest.mark.parametrize("name", SWITCHES)
def test_what_one_case_leaves_on_the_next_does_not_find(name):
    read, leave = SWITCHES[name]
    with case_by_itself(Case("s", "check", 1)):
        clean = read()

    with case_by_itself(Case("s", "check", 0)):
        leave()
    with case_by_itself(Case("s", "check", 1)):
        assert read() == clean


@pytest.mark.parametrize("name", sorted(set(SWITCHES) - {"device"} - GENERATORS))
def test_what_was_set_before_a_case_is_found_after_it(name):
    read, leave = SWITCHES[name]
    leave()
    expected = read()
    leave()

    with case_by_itself(Case("s", "check", 0)):
        pass

    assert read() == expected


def test_hooks_on_what_graphs_save_are_taken_off_for_a_case_and_put_back_after_it():
    hooks = torch.autograd.graph.saved_tensors_hooks
    with hooks(abs, abs), hooks(len, len):
        with case_by_itself(Case("s", "check", 0)):
            found = saved_tensors_hooks()
            hooks(max, max).__enter__()
        after = saved_tensors_hooks()

    assert (found, after) == ((), ((len, len), (abs, abs)))


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_a_program_draws_the_same_whatever_was_drawn_before_it(name):
    draw, leave = SWITCHES[name]
    with program_by_itself(hears_again=False):
        first = draw()
    leave()

    with program_by_itself(hears_again=False):
        assert draw() == first


def test_cases_are_seeded_each_by_its_own_name():
    def drawn(name, index):
        with case_by_itself(Case("s", name, index)):
            return torch.rand(()).item(), random.random(), np.random.random()  # noqa: NPY002

    assert drawn("a", 0) == drawn("a", 0)
    assert len({drawn("a", 0), drawn("a", 1), drawn("b", 0)}) == 3


CHECKS = """
import torch

from autograder.probing import watching

def it_doubles(submission, case):
    x = case.tensor(2)
    own = torch.ones(2, requires_grad=True)
    (own * own).sum().backward()
    with watching() as seen:
        seen.returned(submission.double(x))
    seen.fact("input", x)
    seen.fact("own_gradient", own.grad)
    return seen
"""


@pytest.mark.parametrize(
    "leaves",
    [
        "torch.set_default_dtype(torch.float64)",
        "torch.set_default_device('meta')",
        "torch.set_grad_enabled(False)",
        "torch.use_deterministic_algorithms(True)",
        "torch.autograd.set_detect_anomaly(True)",
        "torch.overrides.BaseTorchFunctionMode().__enter__()",
        "torch.autograd.graph.saved_tensors_hooks(lambda x: 2 * x, lambda x: x).__enter__()",
        "torch.inference_mode().__enter__()",
        "torch.autocast('cpu', dtype=torch.bfloat16).__enter__()",
    ],
)
@pytest.mark.parametrize("where", ["top", "function"])
def test_what_a_submission_sets_changes_no_input(leaves, where):
    top, within = (leaves, "pass") if where == "top" else ("", leaves)
    source = f"import torch\n{top}\ndef double(x):\n    {within}\n    return 2 * x\n"
    plain = "import torch\ndef double(x):\n    return 2 * x\n"

    def facts(source):
        messages = run_checks(
            load_checks(CHECKS), source=source, function="double", exercise="double",
            seed="s", cases=2, names=["it_doubles"],
        )  # fmt: skip
        return [message["observation"]["facts"] for message in messages]

    assert facts(source) == facts(plain)
