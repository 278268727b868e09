"""The environment of a process that runs checks, and a home for it."""

from __future__ import annotations

import os
import site
from pathlib import Path

from autograder.sandbox.walls.places import elsewhere

__all__ = ["environment", "homes"]

#: All that such a process gets of our environment: the variables that Python and its libraries need
#: to start, and those that say the language; no secrets. Most of them exist on Windows only.
_KEPT = (
    "LANG", "LC_ALL", "LC_CTYPE", "TZ",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS", "PROGRAMDATA",
    "PROGRAMFILES", "PROGRAMFILES(X86)", "COMMONPROGRAMFILES", "ALLUSERSPROFILE",
    "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "PROCESSOR_IDENTIFIER",
    "USER", "LOGNAME", "USERNAME", "USERDOMAIN",
    "CONDA_PREFIX", "CONDA_DLL_SEARCH_MODIFICATION_ENABLE",
)  # fmt: skip
#: Where programs look for the user's own folder and for a place for temporary files.
_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TMP", "TEMP")


def environment(*, warm: bool) -> dict[str, str]:
    """
    Return the environment of a process that runs checks, without :func:`homes`.

    Args:
        warm: Whether the process forks: then memory is laid out for that, and programs are
            looked for in the system's own places only.
    """
    found = {name: os.environ[name] for name in _KEPT if name in os.environ}
    found |= {
        "PATH": os.defpath,
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        **_packages_of_the_user(),
        **_path_to_packages(),
    }
    if warm:
        # Measured: a fork and a backward pass take 8 ms with these instead of 12 ms. Huge pages
        # make forking cheap; without malloc's fast bins, a child has none to tidy up.
        return found | {
            "PYTHONMALLOC": "malloc",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mxfast=0",
        }
    # Windows looks for libraries on PATH, conda's for one.
    return found | {"PATH": os.environ.get("PATH", os.defpath)}


def homes(folder: Path) -> dict[str, str]:
    """Return variables that make *folder* learner code's home and place for temporary files."""
    return dict.fromkeys(_HOMES, str(folder))


def _path_to_packages() -> dict[str, str]:
    """PYTHONPATH reduced to the entries from which torch and the like are imported."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    found = [str(Path(entry).resolve()) for entry in given if entry]
    # Where packages are is looked up only if need be: that takes longer than all else of a digest.
    needed = elsewhere() if found else ()
    kept = [entry for entry in found if Path(entry) in needed]
    return {"PYTHONPATH": os.pathsep.join(kept)} if kept else {}


def _packages_of_the_user() -> dict[str, str]:
    """The folder of ``pip install --user``, named because learner code has another home."""
    if not site.ENABLE_USER_SITE:
        return {"PYTHONNOUSERSITE": "1"}
    return {"PYTHONUSERBASE": site.getuserbase()}
