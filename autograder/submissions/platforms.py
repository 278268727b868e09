"""How learning platforms name the files that students hand in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import yaml

__all__ = ["Owner", "Platform", "gradescope_owners", "owner_of", "platform_of"]

# lastfirst_LATE_12345_67890_hw1-2.ipynb; names are cut to letters, so none holds an underscore.
_CANVAS = re.compile(
    r"(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<submission>\d+)_(?P<file>[^/]+)",
    re.IGNORECASE,
)
_CANVAS_COUNT = re.compile(r"-(\d+)(?=\.[A-Za-z0-9]+$)")
# Kovács Ágnes_123456_assignsubmission_file_/hw1.py, or all in one name.
_MOODLE = re.compile(r"[^/]*?_\d+_assignsubmission_(file|onlinetext).*", re.DOTALL)
_MOODLE_MARK = re.compile(
    r"(?=(?P<mark>_(?P<id>\d+)_assignsubmission_(?P<plugin>file|onlinetext)))"
)
_GRADESCOPE = re.compile(r"submission_(?P<id>\d+)", re.IGNORECASE)
_LONGEST = 200


class Platform:
    """Names of the layouts that are recognised."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"
    FOLDERS = "a folder for each student"
    FLAT = "a file for each student"


@dataclass(frozen=True, slots=True)
class Owner:
    """
    The owner of a file, according to its path.

    Attributes:
        id: The platform's id of the student, or a name in its place.
        file: The file's name without what the platform added.
        order: Puts several attempts of the same student in order.
        why_not: Why the file is no submission, if it is none.
    """

    id: str
    name: str
    file: str
    late: bool = False
    order: tuple[int, ...] = ()
    submitted: datetime | None = None
    why_not: str = ""


def platform_of(paths: Sequence[str]) -> str:
    """Return the layout that most of *paths* (relative to the top folder) follow."""
    # Each student counts once, however many files there are in a folder.
    tops = {parts[0]: len(parts) > 1 for path in paths if (parts := PurePosixPath(path).parts)}

    def share(pattern: re.Pattern[str]) -> float:
        return sum(pattern.fullmatch(top) is not None for top in tops) / len(tops) if tops else 0.0

    if share(_MOODLE) > 0.5:
        return Platform.MOODLE
    if share(_GRADESCOPE) > 0.5:
        return Platform.GRADESCOPE
    if share(_CANVAS) > 0.5:
        return Platform.CANVAS
    return Platform.FOLDERS if 2 * sum(tops.values()) > len(tops) else Platform.FLAT


def owner_of(
    path: str,
    platform: str,
    exercises: Collection[str],
    gradescope: Mapping[str, Sequence[Owner]],
) -> tuple[Owner, ...]:
    """
    Return the owners of the file at *path*; several for the submission of a group.

    A file that does not follow the layout belongs to a student named as its folder or itself.
    """
    first, *rest = PurePosixPath(path).parts
    inner = "/".join(rest)
    if platform == Platform.CANVAS and (found := _CANVAS.fullmatch(first)):
        return (_canvas(found, inner),)
    if platform == Platform.MOODLE and _MOODLE.fullmatch(first):
        return (_moodle(first, inner),)
    if platform == Platform.GRADESCOPE and _GRADESCOPE.fullmatch(first):
        known = gradescope.get(first) or [Owner(first, first, "")]
        return tuple(
            Owner(o.id, o.name, inner, order=o.order, submitted=o.submitted) for o in known
        )
    if rest:
        return (Owner(_cut(first), _cut(first), inner),)
    stem, name = PurePosixPath(first).stem, first
    # anna_zero_it.py and zero_it_anna.py are anna's zero_it.py.
    for exercise in sorted(exercises, key=len, reverse=True):
        for pattern in (rf"(.+)[_-]{exercise}", rf"{exercise}[_-](.+)"):
            if found := re.fullmatch(pattern, stem, re.IGNORECASE | re.DOTALL):
                stem, name = found[1], exercise + PurePosixPath(first).suffix
                return (Owner(_cut(stem), _cut(stem), name),)
    return (Owner(_cut(stem), _cut(stem), name),)


def gradescope_owners(metadata: bytes) -> dict[str, tuple[Owner, ...]]:
    """
    Read ``submission_metadata.yml`` of an export; malformed entries are left out.

    Its keys are Ruby symbols (``:submitters:``), which a YAML reader takes for plain texts.
    """
    try:
        data = yaml.load(metadata, Loader=_Safe)  # noqa: S506 - this loader is a safe one
        items = list(data.items())
    except (yaml.YAMLError, AttributeError, ValueError, RecursionError):
        return {}
    owners = {}
    for folder, entry in items:
        try:
            submitted = _moment(entry.get(":created_at"))
            found = tuple(
                Owner(
                    _first_of(person.get(":sid"), person.get(":email"), folder),
                    _first_of(person.get(":name"), person.get(":email"), folder),
                    "",
                    order=tuple(map(int, re.findall(r"\d+", str(folder)[:40]))),
                    submitted=submitted,
                )
                for person in entry[":submitters"]
            )
        except (AttributeError, KeyError, TypeError):
            continue
        owners[str(folder)] = found
    return owners


#: libyaml's loader, where PyYAML has it: Python's own takes a minute for a large class's metadata.
_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _first_of(*values: object) -> str:
    """The first that is a text or a number: a list could unfold endlessly by YAML's aliases."""
    plain = (str(one) for one in values if one and isinstance(one, str | int))
    return _cut(next(plain, ""))


def _canvas(found: re.Match[str], inner: str) -> Owner:
    file = inner or found["file"]
    count = _CANVAS_COUNT.search(found["file"])
    return Owner(
        id=found["id"],
        name=found["name"],
        file=_CANVAS_COUNT.sub("", file) if not inner else file,
        late=bool(found["late"]),
        order=(int(found["submission"][:18]), int(count[1][:9]) if count else 0),
    )


def _moodle(first: str, inner: str) -> Owner:
    """
    Return the owner by a folder's name, or by the name of a file downloaded without folders.

    Both begin with the student's name, which the student may have chosen, so in a folder's name
    the last match counts. A file's name also ends with a name that the student chose: if there are
    two matches, the student could have written either.
    """
    marks = list(_MOODLE_MARK.finditer(first))
    mark = marks[-1]
    why = ""
    if not inner and len(marks) > 1:
        why = "it can't be told whose it is; download from Moodle in folders"
    elif mark["plugin"] == "onlinetext":
        why = "it was typed into Moodle's text box; ask for a .py or .ipynb file"
    file = inner or first[mark.end("mark") :].removeprefix("_")
    return Owner(mark["id"], _cut(first[: mark.start()]), file, why_not=why)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.astimezone()


def _cut(name: str) -> str:
    return name[:_LONGEST]
