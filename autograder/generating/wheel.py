"""
Our own wheel, which is handed out with exercises.

No tool makes a wheel from an installed package: ``pip wheel`` needs a project or an index, and an
instructor who has installed Gradlings, maybe without a network, has neither. So the wheel of an
installed package is reassembled here from its files; that of a checkout is built by its own tools.

A course that needs no torch is handed out with a wheel that does not ask pip for it: pip has no way
to leave a requirement out, and a file of all others would have to be told of in every place.
"""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import importlib.metadata
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlparse

from autograder import __version__
from autograder.errors import InputError

__all__ = ["GeneratingError", "our_wheel", "wheel_name"]

#: PEP 427's build tag of the wheel that asks for no torch; it begins with a digit, as it must.
_WITHOUT_TORCH = "1without_torch"


class GeneratingError(InputError):
    """An output can't be written; the message says why, such as a missing package."""


def wheel_name(*, torch: bool) -> str:
    """Return the name of our wheel: of the usual one, or of the one that asks for no *torch*."""
    build = "" if torch else f"-{_WITHOUT_TORCH}"
    return f"gradlings-{__version__}{build}-py3-none-any.whl"


def our_wheel(folder: Path, *, torch: bool) -> Path:
    """
    Write the wheel of the running Gradlings to *folder*; a process makes it only once.

    With *torch*, it is the usual one; without, pip is not asked to install torch with it.

    A checkout is built with hatchling if that is installed, else with pip, which fetches hatchling;
    the wheel of an installed Gradlings is reassembled from its files.

    Raises:
        GeneratingError: If the wheel can't be built.
    """
    content = _made() if torch else _made_without_torch()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / wheel_name(torch=torch)
    path.write_bytes(content)
    return path


@functools.cache
def _made() -> bytes:
    distribution = importlib.metadata.distribution("gradlings")
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        if origin.get("dir_info", {}).get("editable"):
            from urllib.request import url2pathname  # noqa: PLC0415 - loads all of TLS

            path = _built(Path(url2pathname(urlparse(origin["url"]).path)), place)
        else:
            path = _packed(distribution, place)
        return path.read_bytes()


@functools.cache
def _made_without_torch() -> bytes:
    """Our wheel, whose metadata names a build, and no torch among what it requires."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_made())) as usual:
        content = {name: usual.read(name) for name in usual.namelist()}
    info = next(name.rpartition("/")[0] for name in content if name.endswith(".dist-info/RECORD"))
    asked, about = f"{info}/METADATA", f"{info}/WHEEL"
    content[asked] = re.sub(rb"(?m)^Requires-Dist: torch\b(?!-).*\n", b"", content[asked])
    content[about] = content[about].rstrip() + f"\nBuild: {_WITHOUT_TORCH}\n".encode()
    del content[f"{info}/RECORD"]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as wheel:
        _write_recorded(wheel, content, info)
    return made.getvalue()


def _built(project: Path, folder: Path) -> Path:
    if find_spec("hatchling"):
        command = ["hatchling", "build", "-t", "wheel", "-d", str(folder)]
    else:
        command = ["pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(project)]
    built = subprocess.run(  # noqa: S603 - on our own project
        [sys.executable, "-m", *command],
        cwd=project, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    wheels = list(folder.glob("gradlings-*.whl"))
    if built.returncode or not wheels:
        raise GeneratingError(f"our wheel can't be built from {project}:\n{built.stderr[-1000:]}")
    return wheels[0]


def _packed(distribution: importlib.metadata.Distribution, folder: Path) -> Path:
    """Reassemble the installed files into a wheel, with a new RECORD (PEP 427)."""
    path = folder / f"gradlings-{distribution.version}-py3-none-any.whl"
    files = sorted(str(file) for file in distribution.files or ())
    content = {
        name: Path(str(distribution.locate_file(name))).read_bytes()
        for name in files
        if not name.startswith("..") and "__pycache__" not in name
        if not name.endswith(("RECORD", "INSTALLER", "direct_url.json", "REQUESTED"))
    }
    info = next(str(Path(name).parent) for name in files if name.endswith("/RECORD"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        _write_recorded(wheel, content, info)
    return path


def _write_recorded(wheel: zipfile.ZipFile, content: Mapping[str, bytes], info: str) -> None:
    """Write *content* to *wheel*, and to its folder *info* the RECORD of it."""
    rows = io.StringIO()
    record = csv.writer(rows, lineterminator="\n")
    for name, data in content.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        wheel.writestr(name, data)
        record.writerow([name, f"sha256={digest}", len(data)])
    record.writerow([f"{info}/RECORD", "", ""])
    wheel.writestr(f"{info}/RECORD", rows.getvalue())
