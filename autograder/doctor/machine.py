"""What is installed here, what the system allows, and how to get what is missing."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from autograder.doctor.findings import Finding, State
from autograder.files import temporary_folder
from autograder.languages import mark
from autograder.sandbox import Isolation, IsolationError, SandboxError, Tier, Wall, open_runner
from autograder.sandbox.last_words import LastWords
from autograder.sandbox.surroundings import environment, homes
from autograder.sandbox.walls.folders import remove_folder
from autograder.warm import status, unavailable

__all__ = [
    "CPU_TORCH",
    "installing",
    "kept_warm",
    "strong_isolation",
    "tools",
    "versions",
    "walls",
]

#: The command that installs torch without the gigabytes that only a graphics card needs.
CPU_TORCH = "pip install torch --index-url https://download.pytorch.org/whl/cpu"
#: The same in place of a torch that is broken or unsuitable.
_REPAIR = CPU_TORCH.replace("install", "install --force-reinstall", 1)
_NEWER = CPU_TORCH.replace("install", "install --upgrade", 1)
#: The oldest torch that shows what our checks look for; ``pyproject.toml`` requires it, too.
_OLDEST_TORCH = (2, 6)
#: Seconds for importing torch on a slow disk behind a virus scanner.
_PATIENCE = 120.0

#: How each package manager installs, and its own names for packages, if they differ from ours.
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
#: By wall, the package that it needs.
_PACKAGES = {Wall.SECCOMP: "libseccomp", Wall.BUBBLEWRAP: "bubblewrap"}
#: Walls that a switch allows to ordinary users; switches with their bad and their good value.
_SPACES = (Wall.NETWORK, Wall.PROCESSES, Wall.SCRATCH)
_APPARMOR = ("kernel.apparmor_restrict_unprivileged_userns", "1", "0")
_SWITCHES = (
    _APPARMOR,
    ("kernel.unprivileged_userns_clone", "0", "1"),
    ("user.max_user_namespaces", "0", "10000"),
)


def versions(*, torch: bool = True) -> Iterator[Finding]:
    """
    Look at Python, the system, and the packages that every check needs.

    Args:
        torch: Whether the course needs torch; one that is there is tried in any case.
    """
    state = State.GOOD if sys.version_info >= (3, 10) else State.BAD
    yield Finding("python", state, platform.python_version())
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield Finding("system", State.GOOD, system)
    for package in ("gradlings", "numpy"):
        try:
            found = distribution(package)
        except PackageNotFoundError:
            yield Finding(package, State.BAD, mark("is not installed"), f"pip install {package}")
            continue
        yield Finding(package, State.GOOD, found.version)
    if not torch and find_spec("torch") is None:
        yield Finding("torch", State.GOOD, mark("is not installed, and this course needs none"))
        return
    tried = _torch_tried()
    yield tried
    if tried.state is State.GOOD:
        with contextlib.suppress(PackageNotFoundError):
            yield from _superfluous(distribution("torch"))


def _torch_tried() -> Finding:
    """Import torch, in a process like those that run checks; if it works, report its version."""
    if find_spec("torch") is None:
        return Finding("torch", State.BAD, mark("is not installed"), CPU_TORCH)
    program = "import torch; print(torch.__version__)"
    folder = temporary_folder("gradlings-")
    last_words = LastWords()
    try:
        with subprocess.Popen(  # noqa: S603 - our own Python, no shell
            [sys.executable, "-c", program],
            env=environment(warm=False) | homes(folder),
            cwd=folder.anchor,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=last_words.fileno(),
        ) as process:
            last_words.listen()
            try:
                printed, _ = process.communicate(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                printed = b""
            version = printed.decode("ascii", "replace").strip()
            if process.returncode or not version:
                why = {"why": last_words.of(process)}
                message = mark("can't be imported ({why})")
                return Finding("torch", State.BAD, message, _widened() or _REPAIR, why)
    finally:
        last_words.close()
        remove_folder(folder)
    numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
    if numbers < _OLDEST_TORCH:
        floor = ".".join(map(str, _OLDEST_TORCH))
        message = mark("{version} is older than {floor}")
        return Finding("torch", State.BAD, message, _NEWER, {"version": version, "floor": floor})
    return Finding("torch", State.GOOD, version)


def _widened() -> str:
    """The command that lifts a limit on memory, if there is one: torch needs much of it."""
    if os.name == "nt":
        return ""
    import resource  # noqa: PLC0415 - not on Windows

    limited = resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
    return "ulimit -v unlimited" if limited else ""


def _superfluous(torch: Distribution) -> Iterator[Finding]:
    """Report a torch that was built for a graphics card, if there is no such card."""
    built_for = _torch_is_built_for()
    if not built_for or _has_graphics_card():
        return
    parts = [torch, *(one for one in distributions() if _is_for_cuda(one.name or ""))]
    size = sum(_size(part) for part in parts) / 2**30
    message = mark(
        "is built for {card}, which takes {size} GiB, and no such graphics card is here; "
        "nothing of this course needs one"
    )
    names = dict.fromkeys(part.name for part in parts if part.name)
    mend = f"pip uninstall -y {' '.join(names)} && {CPU_TORCH}"
    yield Finding("torch", State.LACKING, message, mend, {"card": built_for, "size": f"{size:.1f}"})


def _torch_is_built_for() -> str:
    """``CUDA 12.8``, say; empty if torch is built for processors alone. Does not import torch."""
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return ""
    try:
        text = Path(spec.origin).with_name("version.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    for name, called in (("cuda", "CUDA"), ("hip", "ROCm")):
        if found := re.search(rf"^{name}\b[^=]*= *'([^']+)'", text, re.MULTILINE):
            return f"{called} {found[1]}"
    return ""


def _has_graphics_card() -> bool:
    """Whether a driver of NVIDIA's or AMD's is installed."""
    nodes = ("/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg", "/dev/kfd")
    return any(map(os.path.exists, nodes)) or shutil.which("nvidia-smi") is not None


def _is_for_cuda(package: str) -> bool:
    return package.startswith(("nvidia-", "nvidia_")) or package in ("triton", "cuda-bindings")


def _size(package: Distribution) -> int:
    return sum(file.size or 0 for file in package.files or ())


def walls(isolation: Isolation) -> Iterator[Finding]:
    """Report the tier that was tried, and each missing wall with the command that raises it."""
    if not isolation.standing:
        # Elsewhere than on Linux all walls are missing for one reason: one finding, not nine.
        whys = dict.fromkeys(why for wall, why in isolation.missing.items() if wall in Wall)
        message = mark(
            "each check runs in a process of its own, with no wall around it: right for your own "
            "work; grade others' on Linux ({why})"
        )
        yield Finding("isolation", State.GOOD, message, parts={"why": "; ".join(whys)})
        return
    own_work = isolation.tier is Tier.PROCESS
    message = mark("{walls} - for your own work only: hostile code can read and write your files")
    stands = {"walls": isolation.summary()}
    yield Finding("isolation", State.GOOD, message if own_work else "{walls}", parts=stands)
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
    return _permitting() if wall in _SPACES else ""


def _permitting(refusal: str = "") -> str:
    """The command that permits namespaces to users; *refusal* is bubblewrap's error, if any."""
    for name, bad, good in _SWITCHES:
        # Only a refusal by AppArmor has these words.
        signed = name == _APPARMOR[0] and "setting up uid map: Permission denied" in refusal
        if _setting(name) == bad or signed:
            return _as_root(f"sysctl -w {name}={good}")
    if Path("/.dockerenv").exists() and (not refusal or "bwrap:" in refusal):
        return "docker run --security-opt seccomp=unconfined …"
    return ""


def _setting(name: str) -> str:
    try:
        return Path("/proc/sys", *name.split(".")).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def installing(package: str) -> str:
    """Return the command that installs *package* by this machine's package manager."""
    for manager, (command, names) in _MANAGERS.items():
        if shutil.which(manager):
            return _as_root(f"{command} {names.get(package, package)}", manager)
    return f"install the package {package}"


def _as_root(command: str, manager: str = "") -> str:
    ours = os.name == "nt" or manager == "brew" or os.geteuid() == 0
    return command if ours else f"sudo {command}"


def strong_isolation() -> Iterator[Finding]:
    """Report whether bubblewrap can stand around the server; only Linux has it."""
    if sys.platform != "linux":
        return
    try:
        runner = open_runner(Tier.STRONG)
        try:
            message = mark("to be had with --isolation {tier}")
            tier = {"tier": runner.isolation.tier.label}
            yield Finding("strong", State.GOOD, message, parts=tier)
        finally:
            runner.close()
    except (IsolationError, SandboxError) as error:
        lacks = shutil.which("bwrap") is None
        message = mark("bubblewrap is not installed") if lacks else mark("not here: {why}")
        mend = _mend(Wall.BUBBLEWRAP) if lacks else _permitting(error.what)
        yield Finding("strong", State.LACKING, message, mend, {} if lacks else {"why": error.what})


def kept_warm() -> Iterator[Finding]:
    """Report the warm server that outlived the command which started it, if there can be one."""
    if why := unavailable():
        if sys.platform == "linux":  # Elsewhere there is nothing to keep.
            yield Finding("warm", State.LACKING, mark("can't be kept: {why}"), parts={"why": why})
        return
    found = status()
    if found is None:
        yield Finding("warm", State.GOOD, mark("none runs; gradlings warm start starts one"))
        return
    held = f"{found.held / 2**20:.0f}"
    message = mark("process {pid} holds {held} MiB; gradlings warm stop ends it")
    yield Finding("warm", State.GOOD, message, parts={"pid": found.pids[0], "held": held})


def tools() -> Iterator[Finding]:
    """Report programs of others that we use if they are installed."""
    if git := shutil.which("git"):
        yield Finding("git", State.GOOD, git)
        return
    message = mark("not found; gradlings update then puts new versions beside edited files")
    yield Finding("git", State.LACKING, message, installing("git"))
