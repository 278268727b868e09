"""What `make install` installs: each package of a lock at one version, known by its hashes."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {"dev": ["dev"], "learner": ["notebook", "pytest"], "grader": ["cluster", "instructor"]}
#: Without a hash in constraints.txt: its wheels differ by index.
APART = {"torch"}
ENTRY = re.compile(
    r"^(?P<what>[A-Za-z0-9][^\\#\n]*?) \\\n(?P<hashes>(?: {4}--hash=\S+(?: \\)?\n)+)", re.MULTILINE
)

MACHINES = [
    {**default_environment(), "sys_platform": system, "platform_system": name, "os_name": os_name,
     "platform_machine": "x86_64", "python_version": python, "python_full_version": f"{python}.9",
     "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    for system, name, os_name in [
        ("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"),
    ]
    for python in ("3.10", "3.11", "3.12", "3.13", "3.14")
]  # fmt: skip


def text_of(lock):
    return (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")


def locked(lock):
    """The requirements of a lock by name; one that differs by machine stands there several times."""
    found = defaultdict(list)
    for entry in ENTRY.finditer(text_of(lock)):
        requirement = Requirement(entry["what"])
        found[canonicalize_name(requirement.name)].append(requirement)
    return found


def direct(extras):
    """What pyproject.toml asks for with these extras, ours followed to what they mean."""
    todo = [*PROJECT["dependencies"], *(line for e in extras for line in extra(e))]
    for line in todo:
        requirement = Requirement(line)
        if requirement.name == PROJECT["name"]:
            todo.extend(inner for e in requirement.extras for inner in extra(e))
        else:
            yield requirement


def extra(name):
    return PROJECT["optional-dependencies"][name]


def applies(requirement, machine):
    return requirement.marker is None or requirement.marker.evaluate(machine)


@pytest.mark.parametrize(
    "machine", MACHINES, ids=lambda m: f"{m['sys_platform']}-{m['python_version']}"
)
@pytest.mark.parametrize("lock", LOCKS)
def test_each_direct_dependency_stands_in_the_lock_once_and_within_its_range(lock, machine):
    have = locked(lock)

    for asked in direct(LOCKS[lock]):
        if asked.name in APART or not applies(asked, machine):
            continue
        chosen = [one for one in have[canonicalize_name(asked.name)] if applies(one, machine)]
        versions = [str(one.specifier).removeprefix("==") for one in chosen]
        assert len(versions) == 1, f"{asked}: run make lock"
        assert asked.specifier.contains(versions[0], prereleases=True), f"{asked}: {versions[0]}"


@pytest.mark.parametrize("lock", LOCKS)
def test_each_package_of_a_lock_is_pinned_and_has_hashes(lock):
    begun = re.findall(r"^[A-Za-z0-9].*", text_of(lock), re.MULTILINE)
    entries = [entry[0] for entry in ENTRY.finditer(text_of(lock))]

    assert len(entries) == len(begun) > 30
    assert all(re.match(r"[A-Za-z0-9._-]+==[^\s=*]+ ", entry) for entry in entries)
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_brings_no_torch_and_nothing_of_cuda(lock):
    names = set(locked(lock))

    assert not {n for n in names if re.match(r"torch$|nvidia-|cuda-|triton", n)}
    assert {"sympy", "networkx", "fsspec"} <= names, "what torch needs is locked"


def test_the_locks_agree_wherever_they_hold_the_same_package():
    dev = {name: {str(r) for r in found} for name, found in locked("dev").items()}

    for lock in LOCKS:
        for name, found in locked(lock).items():
            versions = {str(r.specifier) for r in found}
            known = {str(Requirement(r).specifier) for r in dev.get(name, ())}
            assert not known or versions <= known, f"{lock}: {name}"


def test_torch_is_one_version_within_our_range():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    (pinned,) = [Requirement(line) for line in lines if line and not line.startswith("#")]
    (asked,) = [r for r in map(Requirement, PROJECT["dependencies"]) if r.name == "torch"]

    assert pinned.name == "torch"
    assert asked.specifier.contains(str(pinned.specifier).removeprefix("=="))
    assert f'version = "{str(pinned.specifier).removeprefix("==")}"' in (
        ROOT / "locks/uv.toml"
    ).read_text(encoding="utf-8")


def test_what_a_course_without_torch_needs_is_all_that_we_need_but_torch():
    lines = (ROOT / "locks" / "without-torch.txt").read_text(encoding="utf-8").splitlines()
    needed = [line for line in PROJECT["dependencies"] if Requirement(line).name != "torch"]

    assert [line for line in lines if not line.startswith("#")] == needed
