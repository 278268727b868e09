"""
Our own wheel, which is handed out with exercises.

No tool makes a wheel from an installed package: ``pip wheel`` needs a project or an index, and an
instructor who has installed Gradlings, maybe without a network, has neither. So the wheel of an
installed package is reassembled here from its files; that of a checkout is built by its own tools.
"""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import importlib.metadata
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlparse

from autograder.generating.cells import GeneratingError

__all__ = ["our_wheel"]


def our_wheel(folder: Path) -> Path:
    """
    Write the wheel of the running Gradlings to *folder*; a process makes it only once.

    A checkout is built with hatchling if that is installed, else with pip, which fetches hatchling;
    the wheel of an installed Gradlings is reassembled from its files.

    Raises:
        GeneratingError: If the wheel can't be built.
    """
    name, content = _made()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


@functools.cache
def _made() -> tuple[str, bytes]:
    distribution = importlib.metadata.distribution("gradlings")
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        if origin.get("dir_info", {}).get("editable"):
            from urllib.request import url2pathname  # noqa: PLC0415 - loads all of TLS

            path = _built(Path(url2pathname(urlparse(origin["url"]).path)), place)
        else:
            path = _packed(distribution, place)
        return path.name, path.read_bytes()


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
    rows = io.StringIO()
    record = csv.writer(rows, lineterminator="\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        files = sorted(str(file) for file in distribution.files or ())
        for name in files:
            inside = not name.startswith("..") and "__pycache__" not in name
            if not inside or name.endswith(("RECORD", "INSTALLER", "direct_url.json", "REQUESTED")):
                continue
            data = Path(str(distribution.locate_file(name))).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            wheel.writestr(name, data)
            record.writerow([name, f"sha256={digest}", len(data)])
        info = next(str(Path(name).parent) for name in files if name.endswith("/RECORD"))
        record.writerow([f"{info}/RECORD", "", ""])
        wheel.writestr(f"{info}/RECORD", rows.getvalue())
    return path
