"""The doctor: it tries what it tells, fails where a try does not end as it should, and knows a remedy."""

from __future__ import annotations

import importlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.doctor import Finding, State, machine, trial
from autograder.doctor.findings import NAMES, WAYS
from autograder.doctor.trial import Trial
from autograder.languages import mark, words_in
from autograder.runs import End, Run, Stop
from autograder.sandbox import ColdProcess, ForkServer, Isolation, Wall
from autograder.workspace import LastError, ProgressFile

posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="a user who is root, or is not")


@pytest.fixture(scope="module")
def found_of_torch():
    """What is found of torch in a process of its own, which takes seconds to import it."""
    return machine._torch_tried()


@pytest.fixture
def torch_tried_once(found_of_torch, monkeypatch):
    monkeypatch.setattr(machine, "_torch_tried", lambda: found_of_torch)


@pytest.fixture
def doctors(monkeypatch, server, torch_tried_once):
    """The command, whose runner is the session's; each of its runs can be bent."""

    class Runner:
        isolation = server.isolation
        pids = server.pids
        way = server.way

        def __init__(self, bend):
            self.bend = bend

        def settle(self):
            server.settle()

        def run(self, job):
            return self.bend(job, server.run(job))

        def close(self):
            pass

    def doctors(*options, bend=lambda _job, run: run):
        monkeypatch.setattr("autograder.facade.grading.open_runner", lambda *_: Runner(bend))
        monkeypatch.setenv("COLUMNS", "500")
        return CliRunner().invoke(cli, ["doctor", *options])

    return doctors


def test_where_all_ends_as_it_should_it_says_so_with_figures_and_code_0(doctors):
    result = doctors()

    assert result.exit_code == 0, result.output
    for told in ("a right program, an endless loop", "first check after the start", "usual check"):
        assert told in result.output
    if Path("/proc/self/smaps_rollup").exists():
        assert "the server that waits holds" in result.output


ENDS = {
    "a crash": lambda _job, _run: Run(end=End.CRASHED, stops={"slope_is_seen": Stop(End.CRASHED)}),
    "a flood": lambda _job, _run: Run(end=End.FLOODED),
    "nothing": lambda _job, _run: Run(),
    "a check that breaks": lambda _job, run: Run(
        run.observations, broken={"slope_is_seen": "ImportError: libtorch"}
    ),
    "half of the cases": lambda _job, run: Run(
        {name: seen[:2] for name, seen in run.observations.items()}
    ),
    "a loop that is ended otherwise": lambda job, run: (
        Run(end=End.CRASHED) if "while True" in job.source else run
    ),
    "a loop that ends": lambda job, run: Run() if "while True" in job.source else run,
}


@pytest.mark.by_day(2)
@pytest.mark.parametrize("bend", ENDS.values(), ids=ENDS)
def test_a_try_that_ends_otherwise_is_told_and_is_a_failure(doctors, bend):
    result = doctors(bend=bend)

    assert result.exit_code == 1, result.output
    (line,) = [line for line in result.output.splitlines() if line.startswith("!!")]
    assert "check" in line


def test_a_torch_that_reckons_otherwise_is_told(server, course):
    """The try is a real one: where torch gives another slope, so does the program."""

    class Skewed:
        pids = server.pids

        def run(self, job):
            skewed = job.source.replace("return x.grad", "return x.grad + 1")
            return server.run(type(job)(**{**fields(job), "source": skewed}))

    findings = list(Trial(Skewed()).checks(course))

    assert [finding.state for finding in findings] == [State.BAD]
    assert "the slope of x² at 3 is 6" in findings[0].message


def fields(job):
    return {name: getattr(job, name) for name in job.__dataclass_fields__}


def test_the_figures_are_those_of_the_runner(server, course):
    """By a clock of our own: as many runs of the same program take as long."""
    tried = Trial(server)
    assert [finding.state for finding in tried.checks(course)] == [State.GOOD]
    figures = {finding.what: finding.message for finding in tried.figures()}

    assert "usual check" in figures["speed"]
    if not server.pids:
        return
    resident = sum(trial._kib(Path(f"/proc/{pid}/status"), "VmRSS") for pid in tried._pids)
    held = int(figures["memory"].partition("holds ")[2].split()[0])
    assert set(server.pids) <= set(tried._pids)
    # torch is in it, and this process, whose size is another, is not.
    assert 150 < held <= resident / 1024 + 1


# What is missing, and what gets it


@posix
@pytest.mark.parametrize(
    ("manager", "commands"),
    {
        "apt": ("apt install libseccomp2", "apt install bubblewrap"),
        "dnf": ("dnf install libseccomp", "dnf install bubblewrap"),
        "pacman": ("pacman -S libseccomp", "pacman -S bubblewrap"),
        "apk": ("apk add libseccomp", "apk add bubblewrap"),
        "zypper": ("zypper install libseccomp2", "zypper install bubblewrap"),
    }.items(),
)
@pytest.mark.parametrize("root", [True, False])
def test_what_is_missing_has_the_command_of_the_system_at_hand(
    tmp_path, monkeypatch, manager, commands, root
):
    (tmp_path / manager).write_text("#!/bin/sh\n")
    (tmp_path / manager).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    missing = Isolation({Wall.LIMITS: ""}, {Wall.SECCOMP: "no libseccomp"})
    told = [finding for finding in machine.walls(missing) if finding.what == "seccomp"]
    strong = list(machine.strong_isolation()) if sys.platform == "linux" else []

    sudo = "" if root else "sudo "
    assert [(one.state, one.mend) for one in told] == [(State.LACKING, sudo + commands[0])]
    assert [(one.state, one.mend) for one in strong] == [(State.LACKING, sudo + commands[1])]


@posix
def test_where_no_package_manager_is_known_the_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert machine.installing("git") == "install the package git"
    assert [finding.state for finding in machine.tools()] == [State.LACKING]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_where_walls_can_not_be_had_that_is_one_line(system):
    isolation = Isolation(missing=dict.fromkeys(Wall, f"not on {system}"))
    (finding,) = machine.walls(isolation)

    assert finding.state is State.GOOD
    assert finding.message.count(system) == 1


def test_so_it_is_for_the_runner_of_those_systems():
    assert len(list(machine.walls(ColdProcess.isolation))) == 1


@pytest.mark.parametrize(
    ("version", "built_for"),
    [
        ("cuda: Optional[str] = None\nhip: Optional[str] = None\n", ""),
        ("cuda: Optional[str] = '12.8'\nhip: Optional[str] = None\n", "CUDA 12.8"),
        ("cuda: Optional[str] = None\nhip: Optional[str] = '6.4'\n", "ROCm 6.4"),
        ("cuda = '11.8'\n", "CUDA 11.8"),
    ],
)
@pytest.mark.parametrize("card", [True, False])
@pytest.mark.usefixtures("torch_tried_once")
def test_a_torch_for_graphics_cards_without_one_has_the_line_that_gets_the_small_one(
    tmp_path, monkeypatch, version, built_for, card
):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").touch()
    (tmp_path / "torch" / "version.py").write_text(version)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    importlib.invalidate_caches()
    monkeypatch.setattr(machine, "_has_graphics_card", lambda: card)
    told = [one for one in machine.versions() if one.what == "torch"]

    assert all(one.state is not State.BAD for one in told)
    if card or not built_for:
        assert len(told) == 1
        return
    assert built_for in told[1].message
    assert "GiB" in told[1].message
    assert "--index-url https://download.pytorch.org/whl/cpu" in told[1].mend


def test_the_doctor_imports_no_torch():
    """It is what is asked where torch can't be imported."""
    program = (
        "import sys, autograder.doctor as d; list(d.versions()); print('torch' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "False\n"


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_the_memory_is_the_servers_where_another_process_stands_before_it():
    """As for ordinary users: who is root in a namespace of theirs only waits for the server."""
    apart = ["unshare", "--user", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("no user namespaces here")
    ran = subprocess.run(
        [*apart, sys.executable, "-m", "autograder", "doctor"],
        env={**os.environ, "COLUMNS": "500"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    (line,) = [line for line in ran.stdout.splitlines() if " memory " in line]
    assert int(line.partition("holds ")[2].split()[0]) > 150


def test_what_was_found_is_told_in_the_language_asked_for():
    told = mark("{version} is older than {floor}")
    finding = Finding("torch", State.BAD, told, parts={"version": "2.1.2", "floor": "2.6"})

    assert finding.message == "2.1.2 is older than 2.6"
    assert finding.in_words(words_in("hu")) == "a 2.1.2 régebbi, mint a 2.6"


def test_all_that_is_looked_at_has_a_hungarian_name():
    say = words_in("hu")

    assert [name for name in (*NAMES, *WAYS) if say(name) == name] == []


def test_every_runner_says_in_hungarian_how_it_runs():
    assert {ColdProcess.way, ForkServer.way} == {*WAYS}


# -- a file to attach to a question ----------------------------------------------------------------


@pytest.fixture
def annas(tmp_path, monkeypatch):
    """The working copy of a learner with a name, in a home of theirs; a check has met an error."""
    home = tmp_path / "anna"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOGNAME", "anna_k")
    monkeypatch.setenv("GRADLINGS_EDITOR", str(home / "bin/code"))
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    done = CliRunner().invoke(cli, ["init", str(home / "course"), "--lang", "en"])
    assert done.exit_code == 0, done.output
    monkeypatch.chdir(home / "course")
    program = home / "course/exercises/05_grad/zero_it.py"
    program.write_text("# by Anna K.\n" + program.read_text("utf-8"), encoding="utf-8")
    with ProgressFile(home / "course/.gradlings/progress.json").changing() as progress:
        message = f"No such file: '{home}/data.csv', asked for by anna_k"
        progress.last_error = LastError(exercise="zero_it", type_name="OSError", message=message)
    return home / "course"


def told_in(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_bundle_holds_what_helps_and_nothing_that_tells_whose_it_is(annas, doctors):
    result = doctors("--bundle")

    assert result.exit_code == 0, result.output
    assert "gradlings-help.zip" in result.output
    files = told_in(annas / "gradlings-help.zip")
    assert [*files] == ["README.txt", "doctor.txt", "settings.json", "errors.json"]
    assert re.search(r"^ok  torch +\d", files["doctor.txt"], re.MULTILINE)
    assert re.search(r"^ok  isolation", files["doctor.txt"], re.MULTILINE)
    settings = json.loads(files["settings.json"])
    assert settings["language"] == "en"
    assert settings["environment"]["GRADLINGS_EDITOR"] == "~/bin/code"
    assert settings["packages"].keys() >= {"python", "rich", "torch"}
    assert json.loads(files["errors.json"]) == [
        {"exercise": "zero_it", "type_name": "OSError",
         "message": "No such file: '~/data.csv', asked for by <user>"}
    ]  # fmt: skip
    everything = "".join(files.values())
    for private in ("anna", str(annas.parent), "hush", platform.node(), "by Anna"):
        assert private.casefold() not in everything.casefold(), private


def test_programs_are_in_it_if_asked_for_as_they_are_and_no_stubs(annas, doctors):
    result = doctors("--bundle", "mine.zip", "--programs")

    assert result.exit_code == 0, result.output
    programs = {
        name: text for name, text in told_in(annas / "mine.zip").items() if "programs/" in name
    }
    assert [*programs] == ["programs/05_grad/zero_it.py"]
    assert programs["programs/05_grad/zero_it.py"].startswith("# by Anna K.")


def test_programs_without_a_bundle_make_no_sense(annas):
    assert CliRunner().invoke(cli, ["doctor", "--programs"]).exit_code == 2
