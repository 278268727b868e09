"""
Ours, on ``PYTHONPATH`` of a tested ``otter run``: otter's kernel tells what it finds as it starts.

Written to the file that ``KERNEL_SAW`` names: what is in its folder, and which files in the folder
for temporary files hold the text ``KERNEL_SEEKS``, also those that lie in a zip.
"""

import io
import json
import os
import sys
import zipfile
from pathlib import Path


def holds(data, text):
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(holds(archive.read(name), text) for name in archive.namelist())
    return text in data


if "ipykernel_launcher" in sys.orig_argv:
    text = os.environ["KERNEL_SEEKS"].encode()
    files = [path for path in Path(os.environ["TMPDIR"]).rglob("*") if path.is_file()]
    saw = {
        "folder": sorted(path.name for path in Path.cwd().iterdir()),
        "tests": sorted(path.name for path in Path("tests").iterdir()),
        "looked through": len(files),
        "keys": [str(path) for path in files if holds(path.read_bytes(), text)],
    }
    Path(os.environ["KERNEL_SAW"]).write_text(json.dumps(saw))
