"""How learning platforms name what students hand in."""

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
_MOODLE = re.compile(
    r"(?P<name>[^/]*?)_(?P<id>\d+)_assignsubmission_(?P<plugin>file|onlinetext)_?(?P<file>.*)",
    re.DOTALL,
)
_GRADESCOPE = re.compile(r"submission_(?P<id>\d+)", re.IGNORECASE)
_LONGEST = 200


class Platform:
    """Names of the layouts that are told apart."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"
    FOLDERS = "a folder for each student"
    FLAT = "a file for each student"


@dataclass(frozen=True, slots=True)
class Owner:
    """
    Whose file it is, as its path tells.

    Attributes:
        id: The platform's id of the student, or what stands for it.
        file: The file's name without what the platform added.
        order: Of several attempts, which came first; compares with that of the same student.
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
    """Return the layout that most of *paths* (from the top folder on) follow."""
    parts = [PurePosixPath(path).parts for path in paths]

    def share(pattern: re.Pattern[str], depth: int = 0) -> float:
        fits = sum(len(p) > depth and pattern.fullmatch(p[depth]) is not None for p in parts)
        return fits / len(parts) if parts else 0.0

    if share(_MOODLE) > 0.5:
        return Platform.MOODLE
    if share(_GRADESCOPE) > 0.5:
        return Platform.GRADESCOPE
    if share(_CANVAS) > 0.5:
        return Platform.CANVAS
    deep = sum(len(p) > 1 for p in parts)
    return Platform.FOLDERS if 2 * deep > len(parts) else Platform.FLAT


def owner_of(
    path: str,
    platform: str,
    exercises: Collection[str],
    gradescope: Mapping[str, Sequence[Owner]],
) -> tuple[Owner, ...]:
    """
    Return whose the file at *path* is; several for the submission of a group.

    A file that does not follow the layout belongs to its folder's or its own name.
    """
    first, *rest = PurePosixPath(path).parts
    inner = "/".join(rest)
    if platform == Platform.CANVAS and (found := _CANVAS.fullmatch(first)):
        return (_canvas(found, inner),)
    if platform == Platform.MOODLE and (found := _MOODLE.fullmatch(first)):
        return (_moodle(found, inner),)
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
    Read ``submission_metadata.yml`` of an export; what is not as it should be is left out.

    Its keys are Ruby symbols (``:submitters:``), plain texts to a YAML reader.
    """
    try:
        data = yaml.load(metadata, Loader=_Plain)  # noqa: S506 - a SafeLoader without tags
        items = list(data.items())
    except (yaml.YAMLError, AttributeError, ValueError, RecursionError):
        return {}
    owners = {}
    for folder, entry in items:
        try:
            submitted = _moment(entry.get(":created_at"))
            found = tuple(
                Owner(
                    _cut(str(person.get(":sid") or person.get(":email") or folder)),
                    _cut(str(person.get(":name") or person.get(":email") or folder)),
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


class _Plain(yaml.SafeLoader):
    """No aliases: a short file could unfold to gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)  # type: ignore[arg-type]


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


def _moodle(found: re.Match[str], inner: str) -> Owner:
    why = ""
    if found["plugin"] == "onlinetext":
        why = "it was typed into Moodle's text box; ask for a .py or .ipynb file"
    return Owner(found["id"], _cut(found["name"]), inner or found["file"], why_not=why)


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
