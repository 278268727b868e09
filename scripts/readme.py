"""
Put the real output of ``gradlings check`` into the READMEs; ``--check`` fails if it is stale.

The blocks stand between ``<!-- demo: rebinds -->`` and ``<!-- /demo -->``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"<!-- demo: rebinds -->\n.*?<!-- /demo -->", re.DOTALL)
WRONG = "    W = W - lr * W.grad\n"
TODO = "    raise NotImplementedError\n"


def main() -> None:
    stale = []
    for name, language in (("README.md", "en"), ("README.hu.md", "hu")):
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        new = BLOCK.sub(block(language).replace("\\", r"\\"), text)
        if new != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8", newline="\n")
    if "--check" in sys.argv and stale:
        sys.exit(f"{', '.join(stale)}: the failing run is stale; run: make pages")


def block(language: str) -> str:
    """The demo block with what the command prints today."""
    with tempfile.TemporaryDirectory() as folder:
        run("init", ".", "--lang", language, folder=folder)
        file = Path(folder) / "exercises/06_updates/step_no_grad.py"
        file.write_text(file.read_text(encoding="utf-8").replace(TODO, WRONG), encoding="utf-8")
        shown = run("check", "step_no_grad", folder=folder)
    lines = [line.rstrip() for line in shown.rstrip().splitlines()]
    return "\n".join(
        [
            "<!-- demo: rebinds -->",
            "```text",
            "$ gradlings check step_no_grad",
            *lines,
            "```",
            "<!-- /demo -->",
        ]
    )


def run(*arguments: str, folder: str) -> str:
    environment = {**os.environ, "COLUMNS": "90", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment.pop("GRADLINGS_LANG", None)
    command = [sys.executable, "-m", "autograder", *arguments]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return result.stdout


if __name__ == "__main__":
    main()
