"""The scratch folder where there is no disk of its own: filled and named by hostile code."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from autograder.sandbox.jobs import Limits

__all__ = ["is_overfull", "remove_folder"]


def is_overfull(folder: Path, limits: Limits) -> bool:
    """Tell whether more files or bytes are below *folder* than *limits* allow; looks no further."""
    waiting, files, size = [folder], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        # Blocks, not length: a file with a hole in it fills nothing.
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if files > limits.files or size > limits.disk:
                        return True
        except OSError:  # Gone meanwhile, closed by a mode of its own, or too deep to name.
            continue
    return False


def remove_folder(folder: Path) -> None:
    """
    Remove *folder* with whatever learner code left there.

    Raises:
        OSError: If it is still there afterwards.
    """
    try:
        folder.rmdir()
    except OSError:
        # Folders without rights and thousands of levels deep: what these two were written for.
        for command in (["chmod", "-R", "u+rwX", "--"], ["rm", "-rf", "--"]):
            subprocess.run(  # noqa: S603 - a path of our own, no shell
                [*command, str(folder)], check=False, capture_output=True, timeout=60
            )
        if folder.exists():
            raise OSError(f"{folder} can't be removed") from None
