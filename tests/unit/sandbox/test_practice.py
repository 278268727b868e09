"""What a waiting child does before its walls must leave nothing that a program could find or use."""

import linecache
import random
import subprocess
import sys

import pytest
import torch

from autograder.probing.harness import program_by_itself
from autograder.probing.loading import MODULE_NAME
from autograder.probing.running import run_checks
from autograder.probing.submission import FILENAME
from autograder.sandbox import checking, practice
from autograder.sandbox.practice import practise

CHILD = """
import os
from autograder.sandbox import checking
from autograder.sandbox.kinds import CHECKING

checking.start(CHECKING)
if os.fork() == 0:
    checking.warm_up()
    print(len(os.listdir("/proc/self/task")), flush=True)
    os._exit(0)
os.wait()
"""
TRAINED = """
import os
import torch
from autograder.probing.case import Case
from autograder.probing.harness import case_by_itself
from autograder.sandbox import checking
from autograder.sandbox.kinds import CHECKING

checking.start(CHECKING)
threads = os.listdir("/proc/self/task")
checking.when_idle()
print(os.listdir("/proc/self/task") == threads, flush=True)
if os.fork() == 0:
    W = torch.ones(2, requires_grad=True)
    optimizer = torch.optim.Adam([W], lr=0.5)
    (3 * W).sum().backward()
    optimizer.step()
    with case_by_itself(Case("s", "check", 0)):
        print(torch.get_num_threads(), flush=True)
    print(W.grad.tolist(), [round(one, 4) for one in W.tolist()], flush=True)
    os._exit(0)
os.wait()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="such walls are Linux's")
def test_practising_starts_no_thread_that_the_walls_would_leave_out():
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "1"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="such walls are Linux's")
def test_a_server_that_has_trained_has_no_more_threads_and_its_children_go_back_and_step_in_one():
    """Adam's first step is lr, whatever the gradient is."""
    done = subprocess.run(
        [sys.executable, "-c", TRAINED], capture_output=True, text=True, check=True, timeout=100
    )

    assert done.stdout.splitlines() == ["True", "1", "[3.0, 3.0] [0.5, 0.5]"]


def drawn_by_a_program():
    with program_by_itself(hears_again=False):
        return random.random(), torch.rand(()).item()


def test_practising_leaves_nothing_but_memory():
    recording, before = torch.is_grad_enabled(), drawn_by_a_program()

    practise()

    assert torch.is_grad_enabled() is recording
    assert drawn_by_a_program() == before
    assert MODULE_NAME not in sys.modules
    assert FILENAME not in linecache.cache


@pytest.mark.parametrize("with_torch", [True, False])
def test_what_is_practised_shows_something_and_nothing_of_it_breaks(with_torch):
    _, source = practice._practice(torch=with_torch)
    checks = practice._checks(torch=with_torch)

    told = [
        *run_checks(
            checks, source=source, function="practise", exercise="practice", seed="s", cases=2,
            names=[*checks],
        )
    ]  # fmt: skip

    assert [one["check"] for one in told] == [name for name in checks for _ in range(2)]
    assert all(one["observation"]["facts"] for one in told)
    assert [one["observation"]["facts"].get("raised") for one in told] == [None] * len(told)


@pytest.mark.parametrize("build", ["cuda", "hip"])
@pytest.mark.parametrize(
    ("when", "what"), [("warm_up", "practise"), ("when_idle", "train_a_little")]
)
def test_torch_for_an_accelerator_does_not_practise_since_it_would_start_threads_or_ask_for_devices(
    monkeypatch, build, when, what
):
    practised = []
    monkeypatch.setattr(checking, what, lambda: practised.append(build))
    monkeypatch.setattr(torch.version, build, None)

    getattr(checking, when)()
    monkeypatch.setattr(torch.version, build, "1.0")
    getattr(checking, when)()

    assert practised == [build]
