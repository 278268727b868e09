"""What is installed here, what the system gives, and what gets what is not there."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from autograder.doctor.findings import Finding, State
from autograder.sandbox import Isolation, IsolationError, SandboxError, Tier, Wall, open_runner

__all__ = ["CPU_TORCH", "installing", "strong_isolation", "tools", "versions", "walls"]

#: What gets torch without the gigabytes that only a graphics card needs.
CPU_TORCH = "pip install torch --index-url https://download.pytorch.org/whl/cpu"

#: How each package manager installs, and what it calls a package, where that is not our name for it.
_MANAGERS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "apt": ("apt install", {"libseccomp": "libseccomp2"}),
        "dnf": ("dnf install", {}),
        "zypper": ("zypper install", {"libseccomp": "libseccomp2"}),
        "pacman": ("pacman -S", {}),
        "apk": ("apk add", {}),
        "brew": ("brew install", {}),
    }
)
#: By wall, the package without which it can't stand.
_PACKAGES = {Wall.SECCOMP: "libseccomp", Wall.BUBBLEWRAP: "bubblewrap"}
#: Walls that a system gives to ordinary users, or not, by a switch; its file and its good value.
_SPACES = (Wall.NETWORK, Wall.PROCESSES, Wall.SCRATCH, Wall.USER)
_SWITCHES = (
    ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
    ("kernel.unprivileged_userns_clone", "0", "1"),
    ("user.max_user_namespaces", "0", "10000"),
)


def versions() -> Iterator[Finding]:
    """Python, the system, and the packages that every check needs."""
    state = State.GOOD if sys.version_info >= (3, 10) else State.BAD
    yield Finding("python", state, platform.python_version())
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield Finding("system", State.GOOD, system)
    for package in ("gradlings", "torch", "numpy"):
        try:
            found = distribution(package)
        except PackageNotFoundError:
            command = CPU_TORCH if package == "torch" else f"pip install {package}"
            yield Finding(package, State.BAD, "is not installed", command)
            continue
        yield Finding(package, State.GOOD, found.version)
        if package == "torch":
            yield from _superfluous(found)


def _superfluous(torch: Distribution) -> Iterator[Finding]:
    """That torch was built for a graphics card, which is not there."""
    built_for = _torch_is_built_for()
    if not built_for or _has_graphics_card():
        return
    parts = [torch, *(one for one in distributions() if _is_for_cuda(one.name or ""))]
    size = sum(_size(part) for part in parts) / 2**30
    told = (
        f"is built for {built_for}, which takes {size:.1f} GiB, and no such graphics card is here; "
        "nothing of this course needs one"
    )
    yield Finding("torch", State.LACKING, told, f"pip uninstall torch && {CPU_TORCH}")


def _torch_is_built_for() -> str:
    """``CUDA 12.8``, say; empty where it is built for processors alone. Imports no torch."""
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return ""
    try:
        text = Path(spec.origin).with_name("version.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    for name, told in (("cuda", "CUDA"), ("hip", "ROCm")):
        if found := re.search(rf"^{name}\b[^=]*= *'([^']+)'", text, re.MULTILINE):
            return f"{told} {found[1]}"
    return ""


def _has_graphics_card() -> bool:
    """Whether a driver of NVIDIA's or AMD's is here."""
    nodes = ("/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg", "/dev/kfd")
    return any(map(os.path.exists, nodes)) or shutil.which("nvidia-smi") is not None


def _is_for_cuda(package: str) -> bool:
    return package.startswith(("nvidia-", "nvidia_")) or package in ("triton", "cuda-bindings")


def _size(package: Distribution) -> int:
    return sum(file.size or 0 for file in package.files or ())


def walls(isolation: Isolation) -> Iterator[Finding]:
    """The tier that was tried, and each wall that is missing, with what raises it."""
    if not isolation.standing:
        # Walls are Linux's: that each of them is not here is one thing, not nine.
        whys = dict.fromkeys(why for wall, why in isolation.missing.items() if wall in Wall)
        told = (
            "each check runs in a process of its own, with no wall around it: right for your own "
            f"work; grade others' on Linux ({'; '.join(whys)})"
        )
        yield Finding("isolation", State.GOOD, told)
        return
    own_work = isolation.tier is Tier.PROCESS
    warning = " - for your own work only: hostile code can read and write your files"
    yield Finding("isolation", State.GOOD, isolation.told() + (warning if own_work else ""))
    for wall, why in isolation.missing.items():
        if wall is not Wall.BUBBLEWRAP:
            yield Finding(wall.value, State.LACKING, why, _mend(wall))


def _mend(wall: Wall) -> str:
    if wall in _PACKAGES:
        return installing(_PACKAGES[wall])
    if wall is Wall.LANDLOCK:
        return (
            "a kernel from 5.13 on, with landlock in the list after lsm= on its command line "
            "(cat /sys/kernel/security/lsm shows what is on)"
        )
    if wall in _SPACES:
        for name, bad, good in _SWITCHES:
            if _setting(name) == bad:
                return _as_root(f"sysctl -w {name}={good}")
        if Path("/.dockerenv").exists():
            return "docker run --security-opt seccomp=unconfined …"
    return ""


def _setting(name: str) -> str:
    try:
        return Path("/proc/sys", *name.split(".")).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def installing(package: str) -> str:
    """Return the command that installs *package* by the package manager that is here."""
    for manager, (command, names) in _MANAGERS.items():
        if shutil.which(manager):
            return _as_root(f"{command} {names.get(package, package)}", manager)
    return f"install the package {package}"


def _as_root(command: str, manager: str = "") -> str:
    ours = os.name == "nt" or manager == "brew" or os.geteuid() == 0
    return command if ours else f"sudo {command}"


def strong_isolation() -> Iterator[Finding]:
    """Whether bubblewrap can stand around the server; only Linux has it."""
    if sys.platform != "linux":
        return
    try:
        runner = open_runner(Tier.STRONG)
        try:
            told = f"to be had with --isolation {runner.isolation.tier.label}"
            yield Finding("strong", State.GOOD, told)
        finally:
            runner.close()
    except (IsolationError, SandboxError) as error:
        lacks = shutil.which("bwrap") is None
        why = "bubblewrap is not installed" if lacks else f"not here: {error}"
        yield Finding("strong", State.LACKING, why, _mend(Wall.BUBBLEWRAP) if lacks else "")


def tools() -> Iterator[Finding]:
    """Programs of others that we use where they are."""
    if git := shutil.which("git"):
        yield Finding("git", State.GOOD, git)
        return
    told = "not found; gradlings update then puts new versions beside edited files"
    yield Finding("git", State.LACKING, told, installing("git"))
