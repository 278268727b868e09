"""torch where pip --target, a .pth file or a computing centre put it; torch missing or broken."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest
from strong import need_strong

from autograder.doctor import State, machine
from autograder.sandbox import (
    ColdProcess,
    ForkServer,
    Isolation,
    IsolationError,
    SandboxError,
    Tier,
    Wall,
)
from autograder.sandbox.jobs import Job
from autograder.sandbox.kinds import CHECKING
from autograder.sandbox.surroundings import environment
from autograder.sandbox.walls.places import elsewhere, installation, site_packages

linux = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
SOLUTIONS = Path(__file__).resolve().parent.parent / "solutions"
#: Whoever trains loads much of torch late: einsum's helper among the rest.
CHECKS = """
from autograder.probing import watching

def tries(submission, case):
    with watching() as seen:
        seen.returned(submission.tries())
    return seen
"""
#: And a part of torch that is on that shelf alone, and that no server has imported beforehand.
EINSUM = """
import torch

def tries():
    return torch.einsum("ij,jk,kl->il", *[torch.ones(2, 2)] * 3)[0, 0].item()
"""
LATE = EINSUM.replace("import torch\n", "import torch\nimport torch.on_this_shelf_alone\n")
WHERE = "import torch\ndef tries():\n    return torch.__file__\n"
BROKEN = {
    "no torch": ('raise ModuleNotFoundError("No module named \'torch\'")', "No module named 'torch'"),
    "half a torch": (
        'raise OSError("libtorch_cpu.so: cannot open shared object file")',
        "OSError: libtorch_cpu.so: cannot open shared object file",
    ),
    "a torch that crashes": ("import os\nos.abort()", "SIGABRT"),
    "a torch that leaves": ("import os\nos._exit(7)", "exit status 7"),
    "a torch that talks": (
        "import sys\nprint('x' * 10_000_000, file=sys.stderr)\nraise ImportError('too old a glibc')",
        "ImportError: too old a glibc",
    ),
}  # fmt: skip


def linked(source, target):
    try:
        os.link(source, target)
    except OSError:  # On another disk.
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A folder with a torch of its own, as ``pip install --target`` makes them."""
    folder = tmp_path_factory.mktemp("opt") / "modules"
    folder.mkdir()
    torch = Path(importlib.util.find_spec("torch").origin).parent
    left_out = shutil.ignore_patterns("__pycache__", "include")
    shutil.copytree(torch, folder / "torch", copy_function=linked, ignore=left_out)
    (folder / "torch" / "on_this_shelf_alone.py").touch()
    return folder


@pytest.fixture
def on_the_path(monkeypatch):
    """Puts a folder on Python's path, as PYTHONPATH does for a new process, with others beside it."""

    def put(folder, *others):
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (*others, folder))))
        for place in (folder, *others):
            monkeypatch.syspath_prepend(str(place))

    return put


def job(source):
    return Job("tries", CHECKS, source, "tries", ("tries",), "seed", 1)


def seen(run):
    assert run.load is None, run.load
    (observation,) = run.observations["tries"]
    return observation.facts


@linux
def test_torch_on_another_shelf_is_read_whenever_it_is_needed(shelf, on_the_path, tmp_path):
    on_the_path(shelf, tmp_path)

    with ForkServer() as server:
        where = seen(server.run(job(WHERE)))
        late = seen(server.run(job(LATE)))

    assert str(shelf) in str(where["returned"])
    assert "raised" not in late or late["raised"] is None
    assert "4.0" in str(late["returned"])


@pytest.mark.nightly
@linux
def test_so_it_is_inside_bubblewrap(shelf, on_the_path, tmp_path):
    need_strong()
    on_the_path(shelf, tmp_path)

    with ForkServer(Tier.STRONG) as server:
        late = seen(server.run(job(LATE)))

    assert "4.0" in str(late["returned"])


def test_of_the_path_only_what_holds_torch_reaches_the_checks(shelf, on_the_path, tmp_path):
    (tmp_path / "secrets.py").touch()
    on_the_path(shelf, tmp_path)

    assert environment(warm=True)["PYTHONPATH"] == str(shelf)
    assert environment(warm=False)["PYTHONPATH"] == str(shelf)
    assert shelf in installation()
    assert tmp_path not in installation()


def test_a_shelf_of_packages_is_closed_for_exercises_by_hand(shelf, on_the_path):
    on_the_path(shelf)

    assert shelf in site_packages()


@pytest.mark.parametrize("kind", ["the current folder", "above the current folder", "a copy"])
def test_a_folder_in_which_somebody_works_is_no_shelf(shelf, on_the_path, monkeypatch, kind):
    on_the_path(shelf)
    assert elsewhere() == (shelf,)
    below = shelf / "exercises"
    below.mkdir(exist_ok=True)
    mark = shelf / ".gradlings"
    if kind == "a copy":
        mark.mkdir()
    else:
        monkeypatch.chdir(shelf if kind == "the current folder" else below)

    try:
        assert elsewhere() == ()
        assert "PYTHONPATH" not in environment(warm=True)
    finally:
        if mark.exists():
            mark.rmdir()


# As a .pth file puts them there


#: Imported by a line of a .pth file: no process of ours knows another place than Python's own.
BLIND = """
import sys
from importlib.machinery import PathFinder, SourceFileLoader

class Blind(SourceFileLoader):
    def exec_module(self, module):
        super().exec_module(module)
        module.elsewhere = tuple

class Finder:
    def find_spec(name, path=None, target=None):
        if name == "autograder.sandbox.walls.places":
            spec = PathFinder.find_spec(name, path)
            spec.loader = Blind(name, spec.origin)
            return spec

sys.meta_path.insert(0, Finder)
"""
#: Imported where it is called: what fails above the functions costs no function.
STEPS = """
def step_no_grad(W, lr):
    import torch.on_this_shelf_alone

    with torch.no_grad():
        W -= lr * W.grad
"""


@pytest.fixture
def check_by_pth(shelf, tmp_path):
    """Checks a program that needs the shelf's own torch, in an environment that has .pth files alone."""
    venv.create(tmp_path / "venv", symlinks=True)
    (packages,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    places = [shelf, Path(sysconfig.get_path("purelib")), SOLUTIONS.parent]
    (packages / "elsewhere.pth").write_text("\n".join(map(str, places)) + "\n", encoding="utf-8")
    (tmp_path / "a.py").write_text(STEPS, encoding="utf-8")

    def check(*lines):
        """Return outcome and text of the verdict; *lines* stand in a .pth file of their own."""
        (packages / "more.pth").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        (packages / "blind.py").write_text(BLIND, encoding="utf-8")
        done = subprocess.run(
            [tmp_path / "venv/bin/python", "-m", "autograder", "check", "--json",
             "--submission", "a.py", "--exercise", "step_no_grad"],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.stdout, done.stderr
        (result,) = json.loads(done.stdout)["results"]
        return done.returncode, result["outcome"], result["checks"][0]["message"]

    return check


@linux
def test_torch_that_a_pth_file_names_is_read_whenever_it_is_needed(check_by_pth):
    assert check_by_pth()[:2] == (0, "passed")


@pytest.mark.nightly
@linux
def test_where_nothing_is_looked_for_elsewhere_the_walls_close_that_torch(check_by_pth):
    code, outcome, message = check_by_pth("import blind")

    assert (code, outcome) != (0, "passed")
    # torch's own part, or numpy's beside it: whichever is asked for first.
    assert "on_this_shelf_alone" in message or "Permission denied" in message


# Missing or broken


@pytest.fixture(params=BROKEN)
def broken(request, tmp_path):
    """A folder with a torch that can't be imported, and what its end should be told as."""
    program, told = BROKEN[request.param]
    (tmp_path / "shelf" / "torch").mkdir(parents=True)
    (tmp_path / "shelf" / "torch" / "__init__.py").write_text(program, encoding="utf-8")
    return tmp_path / "shelf", told


def gradlings(folder, shelf, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(shelf), "COLUMNS": "500"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.by_day(2)
@linux
def test_a_torch_that_can_not_be_imported_is_told_in_one_sentence_with_its_cause(broken, tmp_path):
    shelf, told = broken
    (tmp_path / "a.py").write_text("def step_no_grad(W, lr):\n    pass\n", encoding="utf-8")

    ran = gradlings(tmp_path, shelf, "check", "--submission", "a.py", "--exercise", "step_no_grad")

    assert ran.returncode == 3
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert told in line
    assert line.endswith("try: gradlings doctor")
    assert len(line) < 600


@pytest.mark.by_day(2)
@pytest.mark.parametrize("runner", [ForkServer, ColdProcess])
def test_so_it_is_with_and_without_fork(broken, on_the_path, runner):
    if runner is ForkServer and sys.platform != "linux":
        pytest.skip("there is no fork")
    shelf, told = broken
    on_the_path(shelf)

    with runner(kind=CHECKING) as one, pytest.raises(SandboxError) as caught:
        one.run(job(EINSUM))

    assert told in caught.value.what
    assert "doctor" not in caught.value.what


# What the doctor says of it


@pytest.mark.by_day(1)
def test_the_doctor_names_the_cause_and_what_mends_it(broken, tmp_path):
    shelf, told = broken

    ran = gradlings(tmp_path, shelf, "doctor")

    assert ran.returncode == 1
    assert "Traceback" not in ran.stdout + ran.stderr
    assert "try: gradlings doctor" not in ran.stdout  # It is what was asked.
    lines = ran.stdout.splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("!!  torch")]
    assert told in lines[at]
    mend = "pip install --force-reinstall torch --index-url https://download.pytorch.org/whl/cpu"
    assert mend in lines[at + 1]


@pytest.mark.parametrize(
    ("version", "good"),
    [("2.5.1+cpu", False), ("1.13.0", False), ("2.6.0", True), ("2.10.0a0+git1", True)],
)
def test_a_torch_below_the_floor_is_told_with_what_gets_a_newer_one(
    tmp_path, on_the_path, version, good
):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text(f"__version__ = {version!r}\n")
    on_the_path(tmp_path)

    (finding,) = [one for one in machine.versions() if one.what == "torch"]

    assert version in finding.message
    assert finding.state is (State.GOOD if good else State.BAD)
    assert ("--upgrade" in finding.mend) is not good


def test_the_doctors_floor_is_that_of_the_package():
    project = (SOLUTIONS.parent / "pyproject.toml").read_text(encoding="utf-8")
    floor = ".".join(map(str, machine._OLDEST_TORCH))

    assert f'  "torch>={floor}",\n' in project


@linux
def test_a_bubblewrap_that_is_refused_is_told_in_its_own_words(tmp_path, monkeypatch):
    """As by AppArmor on Ubuntu 24.04."""
    said = "bwrap: setting up uid map: Permission denied"
    program = tmp_path / "bwrap"
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    (finding,) = machine.strong_isolation()
    with ForkServer(Tier.STRONG) as server, pytest.raises(IsolationError) as caught:
        _ = server.isolation

    assert said in finding.message
    assert "torch" not in finding.message
    assert finding.mend.endswith("sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    assert said in str(caught.value)
    assert "--isolation standard" in str(caught.value)


def test_a_user_id_that_is_not_to_be_had_has_no_command_that_mends_nothing():
    missing = Isolation({Wall.LIMITS: ""}, {Wall.USER: "only root has others"})
    (finding,) = [one for one in machine.walls(missing) if one.what == "user id"]

    assert finding.mend == ""


def test_what_gets_the_small_torch_takes_away_all_that_came_with_the_large_one(
    tmp_path, on_the_path, monkeypatch
):
    for name in ("nvidia-cublas-cu12", "triton", "nvidia-nccl-cu12", "innocent"):
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    monkeypatch.setattr(machine, "_torch_is_built_for", lambda: "CUDA 12.8")
    monkeypatch.setattr(machine, "_has_graphics_card", lambda: False)
    on_the_path(tmp_path)

    (finding,) = machine._superfluous(distribution("torch"))
    first, _, second = finding.mend.partition(" && ")

    assert first.startswith("pip uninstall -y torch ")
    assert {"nvidia-cublas-cu12", "triton", "nvidia-nccl-cu12"} < set(first.split())
    assert "innocent" not in first
    assert second == machine.CPU_TORCH
