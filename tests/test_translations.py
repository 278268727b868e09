"""Every sentence of the program stands in the catalogue, translated and compiled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_catalogue_is_complete_current_and_compiled():
    script = ROOT / "scripts" / "translations.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.stderr, done.returncode) == ("", 0)
