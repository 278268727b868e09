"""The places on disk that a Python with torch has to be able to read, and no others."""

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

#: Our own package. Its bundled course holds public keys, so learner code must not read it.
PACKAGE = Path(__file__).resolve().parents[2]

_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo",
    "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    "/sys/devices/system/cpu",
)  # fmt: skip


#: Packages and modules that run in a process for checks, or that those need in turn.
_NEEDED = (
    "torch", "numpy", "psutil", "landlockpy", "pyseccomp", "ijson", "typing_extensions",
    "sympy", "mpmath", "networkx", "jinja2", "markupsafe", "filelock", "fsspec", "setuptools",
)  # fmt: skip


def installation() -> tuple[Path, ...]:
    """
    Return the folders that hold Python and its packages: standard library, site-packages, base.

    Folders that are only on ``sys.path`` (those of an editable install, say) are not among them,
    unless torch or another package that we need is imported from there; see :func:`elsewhere`.
    """
    return _outermost({*_pythons_folders(), *elsewhere()})


def elsewhere() -> tuple[Path, ...]:
    """
    Return the folders outside Python's own from which torch, numpy and the like are imported.

    ``.pth`` files, ``pip install --target`` and the modules of a computing centre lead to such
    folders. A folder in which somebody works is never among them, whatever is in it.
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
    # LIBDIR, too, since torch's and numpy's own libraries may be linked to libraries there.
    found = [paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]]
    found += [sysconfig.get_config_var("LIBDIR") or "", *site.getsitepackages()]
    if site.ENABLE_USER_SITE:
        found.append(site.getusersitepackages())
    # os.path, since Path raises behind a folder that is closed to us.
    there = [Path(name) for name in found if name and os.path.isdir(name)]  # noqa: PTH112
    folders = {folder.resolve() for folder in there}
    return _outermost({folder for folder in folders if _is_narrow(folder)})


def _outermost(folders: set[Path]) -> tuple[Path, ...]:
    return tuple(sorted(f for f in folders if not any(o in f.parents for o in folders)))


def _roots_of(name: str) -> Iterator[Path]:
    """Yield the folder on ``sys.path`` from which *name* would be imported; imports nothing."""
    spec = PathFinder.find_spec(name)
    if spec is None or spec.origin is None:  # A folder without ``__init__.py`` does not count.
        return
    file = Path(spec.origin)
    yield (file.parent.parent if spec.submodule_search_locations else file.parent).resolve()


def _is_worked_in(folder: Path) -> bool:
    """Whether *folder* is or contains the current folder, or is a learner's working copy."""
    try:
        here = Path.cwd()
    except OSError:  # The current folder is gone.
        here = Path("/")
    return folder in (here, *here.parents) or (folder / ".gradlings").exists()


def copies_of_ours() -> tuple[Path, ...]:
    """
    Return every folder of our package, with the course and its public keys.

    There may be more than one: for an editable install, installers put into
    site-packages what a wheel would bundle.
    """
    installed = {(folder / PACKAGE.name).resolve() for folder in site_packages()}
    return (PACKAGE, *sorted(folder for folder in installed - {PACKAGE} if folder.is_dir()))


def site_packages() -> tuple[Path, ...]:
    """Return every folder of installed packages: of Python, the environment, user and system."""
    paths = sysconfig.get_paths()
    named = {Path(paths[name]).resolve() for name in ("purelib", "platlib")}
    roots = (*installation(), *system_files())
    named |= {folder.resolve() for root in roots for folder in _sites(root)}
    packages = {folder for folder in named if folder.name.endswith("-packages")}
    return tuple(sorted(packages.union(elsewhere())))


def forget_packages() -> None:
    """Let this process import only from Python's own library; keep what it has imported by now."""
    sys.path[:] = filter(_is_pythons_own, sys.path)
    own = (BuiltinImporter, FrozenImporter, PathFinder)
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder in own]
    sys.path_importer_cache.clear()
    # Packages imported so far can't load further parts, either. Walls close ours by themselves.
    for name, module in [*sys.modules.items()]:
        places = getattr(module, "__dict__", {}).get("__path__")
        if places is not None and name.partition(".")[0] != PACKAGE.name:
            module.__path__ = [*filter(_is_pythons_own, places)]


def system_files() -> tuple[Path, ...]:
    """Return the places of shared libraries, time zones and harmless devices that exist."""
    return tuple(Path(name) for name in _SYSTEM if os.path.exists(name))  # noqa: PTH110


def carved(places: Iterable[Path], out: Iterable[Path]) -> Iterator[Path]:
    """
    Yield *places* without *out*: a folder that holds one of these is replaced by its other entries.

    This is needed because Landlock only ever allows, and always whole folders.
    """
    gone = {folder.resolve() for folder in out}
    above = {parent for folder in gone for parent in folder.parents}
    for place in places:
        resolved = place.resolve()
        if not gone.isdisjoint((resolved, *resolved.parents)):
            continue
        if resolved in above:
            inside = (Path(entry.path) for entry in os.scandir(resolved))
            # Inside bubblewrap, links may lead to places that don't exist.
            yield from carved((path for path in inside if os.path.exists(path)), gone)  # noqa: PTH110
        else:
            yield place


def _sites(root: Path) -> Iterator[Path]:
    """Yield *root* itself and the folders of packages in it, as a Python's prefix has them."""
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
    """Whether *folder* is neither ``/`` nor a home, which hold more than a Python."""
    return len(folder.parts) > 2 and folder not in (Path.home(), Path(sys.prefix).parent)
