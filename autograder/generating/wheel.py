"""Our own wheel, to go along where PyPI has no Gradlings."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

from autograder.generating.cells import GeneratingError

__all__ = ["our_wheel"]


def our_wheel(folder: Path) -> Path:
    """
    Write the wheel of the Gradlings that is running to *folder*.

    From a checkout it is built by pip; of an installed one the files are put together again.

    Raises:
        GeneratingError: If pip can't build it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    distribution = importlib.metadata.distribution("gradlings")
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        return _built(Path(url2pathname(urlparse(origin["url"]).path)), folder)
    return _packed(distribution, folder)


def _built(project: Path, folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", place]
        built = subprocess.run(  # noqa: S603 - pip, on our own project
            [*command, str(project)], capture_output=True, text=True, check=False, timeout=600
        )
        wheels = list(Path(place).glob("gradlings-*.whl"))
        if built.returncode or not wheels:
            raise GeneratingError(
                f"our wheel can't be built from {project}:\n{built.stderr[-1000:]}"
            )
        return Path(shutil.copy(wheels[0], folder))


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
