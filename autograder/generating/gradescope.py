"""An autograder for Gradescope: the zip that an instructor uploads."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.files import PRIVATE
from autograder.generating.cells import TORCH_INDEX
from autograder.generating.places import Places
from autograder.generating.wheel import our_wheel

__all__ = ["TORCH", "write_gradescope"]

TORCH = "torch>=2.6"

_INSTALL_TORCH = (
    f"/opt/gradlings/bin/pip install --no-cache-dir --index-url {TORCH_INDEX} '{TORCH}'\n"
)
_SETUP = f"""\
#!/usr/bin/env bash
# Runs once, when Gradescope builds the image.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends python3 python3-pip python3-venv bubblewrap libseccomp2
python3 -m venv /opt/gradlings
{_INSTALL_TORCH}/opt/gradlings/bin/pip install --no-cache-dir /autograder/source/*.whl
"""
# The variables GRADLINGS_* are for trying the script elsewhere than on Gradescope.
_RUN = """\
#!/usr/bin/env bash
# Runs for each submission. What a submission prints goes nowhere near the results.
set -uo pipefail
place="${GRADLINGS_PLACE:-/autograder}"
exec "${GRADLINGS_COMMAND:-/opt/gradlings/bin/gradlings}" autograde \\
  --bundle "$place/source/bundle" \\
  --metadata "$place/submission_metadata.json" \\
  --isolation process \\
  "$place/submission" -o "$place/results/results.json"
"""


def write_gradescope(assignment: Assignment, bundle: Bundle, places: Places) -> Path:
    """
    Write ``<id>-gradescope.zip``: ``setup.sh`` and ``run_autograder`` at its root, the
    bundle and our wheel beside them.

    Gradescope's containers may not support every wall, so no floor of isolation is set there; the
    results report the isolation that there was.
    """
    places.instructor.mkdir(parents=True, exist_ok=True)
    path = places.instructor / f"{assignment.id}-gradescope.zip"
    setup = _SETUP if assignment.needs_torch else _SETUP.replace(_INSTALL_TORCH, "")
    with (
        tempfile.TemporaryDirectory() as place,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, text in (("setup.sh", setup), ("run_autograder", _RUN)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o755 << 16
            archive.writestr(info, text)
        wheel = our_wheel(Path(place), torch=assignment.needs_torch)
        archive.write(wheel, wheel.name)
        for file in bundle.files():
            archive.write(file, f"bundle/{file.relative_to(bundle.path).as_posix()}")
    path.chmod(PRIVATE)
    return path
