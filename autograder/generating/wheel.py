"""
Our own wheel, to go along with what is handed out.

No tool makes a wheel of what is installed: ``pip wheel`` wants a project, or an index that has one,
and an instructor who has installed ours, maybe without a network, has neither. So those files are put
together again here; a project is built by its own tools.
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
from urllib.request import url2pathname

from autograder.generating.cells import GeneratingError

__all__ = ["our_wheel"]


def our_wheel(folder: Path) -> Path:
    """
    Write the wheel of the Gradlings that is running to *folder*; made once in a process.

    From a checkout it is built, by hatchling where it is installed, else by pip, which fetches
    that; of an installed one the files are put together again.

    Raises:
        GeneratingError: If it can't be built.
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
    """The installed files as a wheel again; its RECORD is written anew (PEP 427)."""
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
