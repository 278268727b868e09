"""The last run of grading a class: its points, to compare with, and its outputs, put aside."""

from __future__ import annotations

import shutil
from datetime import datetime, timezone
from pathlib import Path

from autograder.files import naming
from autograder.grading.changes import Standing
from autograder.grading.ledger import Ledger
from autograder.outputs import listed_in

__all__ = ["EARLIER", "put_aside", "standings_in"]

#: The subfolder of an output folder for earlier outputs.
EARLIER = "earlier"


def standings_in(ledger: Ledger) -> dict[tuple[str, str], Standing]:
    """Return everybody's points as the last run left them in *ledger*."""
    return {
        (student, exercise): Standing(points, causes)
        for student, exercise, points, causes in ledger.standings()
    }


def put_aside(output: Path, most: int) -> None:
    """
    Copy what the last run wrote to a folder with its time in ``earlier/``.

    Args:
        most: How many such folders are kept, the newest; with 0 nothing is touched.

    Raises:
        OSError: If it can't be written; names the folder.
    """
    grades = output / "grades.csv"
    if most == 0 or not grades.exists():
        return
    moment = datetime.fromtimestamp(grades.stat().st_mtime, tz=timezone.utc)
    place = output / EARLIER / moment.strftime("%Y-%m-%dT%H-%M-%SZ")
    with naming(place):
        names = listed_in(output) if not place.exists() else ()
        place.mkdir(parents=True, exist_ok=True)  # also if nothing in the folder is ours
        for name in names:
            if (output / name).is_file():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(output / name, place / name)
        kept = sorted(path for path in (output / EARLIER).iterdir() if path.is_dir())
        for old in kept[:-most]:
            shutil.rmtree(old)
