"""Where on disk a Python with torch has to be able to read, and nothing besides."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder
from pathlib import Path

__all__ = [
    "PACKAGE",
    "carved",
    "copies_of_ours",
    "elsewhere",
    "forget_packages",
    "installation",
    "site_packages",
    "system_files",
]

#: Our own package. Its bundled course holds public keys: no learner code reads it.
PACKAGE = Path(__file__).resolve().parents[2]

_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo",
    "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    "/sys/devices/system/cpu",
)  # fmt: skip


#: What runs in a process for checks, and what that needs in its turn: packages, and a few modules.
_NEEDED = (
    "torch", "numpy", "psutil", "landlockpy", "pyseccomp", "ijson", "typing_extensions",
    "sympy", "mpmath", "networkx", "jinja2", "markupsafe", "filelock", "fsspec", "setuptools",
)  # fmt: skip


def installation() -> tuple[Path, ...]:
    """
    Return the folders that hold Python and its packages: standard library, site-packages, base.

    Folders that are only on ``sys.path`` (a checkout installed to be edited, say) are none of
    them, but for those from which torch or what we need besides is imported; see :func:`elsewhere`.
    """
    return _outermost({*_pythons_folders(), *elsewhere()})


def elsewhere() -> tuple[Path, ...]:
    """
    Return the folders outside Python's own from which torch, numpy and the like are imported.

    A ``.pth`` file, ``pip install --target`` and the modules of a computing centre put them there.
    A folder in which somebody works is none of them, whatever lies in it.
    """
    own = _pythons_folders()
    roots = {root for name in _NEEDED for root in _roots_of(name)}
    return tuple(
        sorted(
            root
            for root in roots
            if not any(root == folder or folder in root.parents for folder in own)
            and _is_narrow(root)
            and not _is_worked_in(root)
        )
    )


def _pythons_folders() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    # The last one: torch's and numpy's own libraries may be linked to those of Python's prefix.
    found = [paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]]
    found += [sysconfig.get_config_var("LIBDIR") or "", *site.getsitepackages()]
    if site.ENABLE_USER_SITE:
        found.append(site.getusersitepackages())
    # os.path answers where Path raises: behind a folder that is closed to us.
    there = [Path(name) for name in found if name and os.path.isdir(name)]  # noqa: PTH112
    folders = {folder.resolve() for folder in there}
    return _outermost({folder for folder in folders if _is_narrow(folder)})


def _outermost(folders: set[Path]) -> tuple[Path, ...]:
    return tuple(sorted(f for f in folders if not any(o in f.parents for o in folders)))


def _roots_of(name: str) -> Iterator[Path]:
    """The folder on ``sys.path`` from which the module *name* would be imported; imports nothing."""
    spec = PathFinder.find_spec(name)
    if spec is None or spec.origin is None:  # A folder without a program is nobody's package.
        return
    file = Path(spec.origin)
    yield (file.parent.parent if spec.submodule_search_locations else file.parent).resolve()


def _is_worked_in(folder: Path) -> bool:
    """Whether *folder* is or holds the current one, or is a learner's working copy."""
    try:
        here = Path.cwd()
    except OSError:  # It is gone.
        here = Path("/")
    return folder in (here, *here.parents) or (folder / ".gradlings").exists()


def copies_of_ours() -> tuple[Path, ...]:
    """
    Return every folder of our package, with the course and its public keys.

    More than one: beside a checkout that is installed to be edited, installers put
    what a wheel would bundle into site-packages.
    """
    installed = {(folder / PACKAGE.name).resolve() for folder in site_packages()}
    return (PACKAGE, *sorted(folder for folder in installed - {PACKAGE} if folder.is_dir()))


def site_packages() -> tuple[Path, ...]:
    """Return every folder of installed packages: of Python, its environment, its user, the system."""
    paths = sysconfig.get_paths()
    named = {Path(paths[name]).resolve() for name in ("purelib", "platlib")}
    roots = (*installation(), *system_files())
    named |= {folder.resolve() for root in roots for folder in _sites(root)}
    packages = {folder for folder in named if folder.name.endswith("-packages")}
    return tuple(sorted(packages.union(elsewhere())))


def forget_packages() -> None:
    """Leave this process Python's own library to import from, and what it has imported by now."""
    sys.path[:] = filter(_is_pythons_own, sys.path)
    own = (BuiltinImporter, FrozenImporter, PathFinder)
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder in own]
    sys.path_importer_cache.clear()
    # Of a package that is here, too: the rest of it isn't. Ours is closed by walls of its own.
    for name, module in [*sys.modules.items()]:
        places = getattr(module, "__dict__", {}).get("__path__")
        if places is not None and name.partition(".")[0] != PACKAGE.name:
            module.__path__ = [*filter(_is_pythons_own, places)]


def system_files() -> tuple[Path, ...]:
    """Return shared libraries, time zones and harmless devices, as far as they exist."""
    return tuple(Path(name) for name in _SYSTEM if os.path.exists(name))  # noqa: PTH110


def carved(places: Iterable[Path], out: Iterable[Path]) -> Iterator[Path]:
    """
    Yield *places* without *out*: what holds one of these is replaced by its other entries.

    Landlock only ever allows, and what it allows holds for a whole folder.
    """
    gone = [folder.resolve() for folder in out]
    for place in places:
        resolved = place.resolve()
        if any(resolved == folder or folder in resolved.parents for folder in gone):
            continue
        if any(resolved in folder.parents for folder in gone):
            inside = (Path(entry.path) for entry in os.scandir(resolved))
            # Inside bubblewrap links may lead to what is not there.
            yield from carved((path for path in inside if os.path.exists(path)), gone)  # noqa: PTH110
        else:
            yield place


def _sites(root: Path) -> Iterator[Path]:
    """*root* itself and the folders of packages in it: a prefix holds a Python's own."""
    yield root
    yield from root.glob("python3*/*-packages")
    yield from root.glob("*-packages")


def _is_pythons_own(entry: str) -> bool:
    """Whether *entry* of ``sys.path`` is the standard library, its zip or its compiled part."""
    path = Path(entry).resolve()
    libraries = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}
    if path.parent in {library.parent for library in libraries} and path not in libraries:
        return path.suffix == ".zip" or path.name == "DLLs"
    within = any(library in (path, *path.parents) for library in libraries)
    return within and not any(part.endswith("-packages") for part in path.parts)


def _is_narrow(folder: Path) -> bool:
    """Not ``/`` and no home: a Python that claims those holds more than itself."""
    return len(folder.parts) > 2 and folder not in (Path.home(), Path(sys.prefix).parent)
