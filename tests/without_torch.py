"""A Python that has all our packages but torch: what a course without torch has to make do with."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

__all__ = ["Bare", "python_without_torch"]

#: torch, what it brings along, and what is built on it.
_LEFT_OUT = ("torch", "functorch", "torchgen", "torchvision", "torchaudio", "triton")


def python_without_torch(folder: Path) -> Path:
    """
    Make a virtual environment in *folder* with links to all our packages but those; return its Python.

    Nothing is blocked or patched: there is no torch to be found, by us or by any process of ours.
    """
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if entry.name.split("-")[0].split(".")[0] not in _LEFT_OUT:
            (packages / entry.name).symlink_to(entry)
    return folder / "bin" / "python"


class Bare:
    """Runs ``gradlings`` in that Python."""

    def __init__(self, folder: Path) -> None:
        self._python = python_without_torch(folder / "venv")
        self._temporary = folder / "run"
        self._temporary.mkdir()

    def __call__(self, *arguments: object, cwd: Path, code: int = 0, typed: str = "") -> str:
        """What a command prints, in *cwd*; it must end with *code*."""
        done = self.python("-m", "autograder", *map(str, arguments), cwd=cwd, typed=typed)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(
        self, *arguments: str, cwd: Path, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        # An editable installation is found by its .pth; XDG_RUNTIME_DIR keeps other hosts away.
        environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self._temporary),
            "COLUMNS": "200",
            "LANG": "C.UTF-8",
        }
        for name in ("PYTHONPATH", "GRADLINGS_LANG", "LC_ALL", "LANGUAGE"):
            environment.pop(name, None)
        return subprocess.run(
            [str(self._python), *arguments], cwd=cwd, env=environment, input=typed, check=False,
            capture_output=True, text=True, encoding="utf-8", timeout=300,
        )  # fmt: skip


if __name__ == "__main__":  # for trying things by hand: python tests/without_torch.py FOLDER
    print(python_without_torch(Path(sys.argv[1])))
