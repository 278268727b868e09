"""
Sorting the files of learning platforms' downloads by student, by their names alone.

Only folders are opened here; a download is listed in a process of its own, and files are read
later, one attempt at a time (``reader.py``). Files that belong to nobody are listed with the
reason, and don't affect anybody else.
"""

from __future__ import annotations

import filecmp
from collections import Counter, defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import timezone, tzinfo
from itertools import chain
from pathlib import Path

from autograder.submissions.attempts import Attempt
from autograder.submissions.kinds import is_renamed
from autograder.submissions.layouts import Layout, Named, Owner, Plain, Platform, layout_of
from autograder.submissions.listing import Download, IsStudent, Unreadable, downloads_in, listed
from autograder.submissions.members import without_end
from autograder.submissions.reader import File, Reader
from autograder.submissions.refusals import printable

__all__ = ["Collection", "collect", "files_in"]

#: Endings of documents: outside of folders, such a file is a hand-in that can't be read. Other files
#: there are nobody's.
_DOCUMENTS = (
    ".7z", ".doc", ".docx", ".html", ".odt", ".pages", ".pdf", ".pyc", ".rar", ".rtf", ".gz", ".md",
)  # fmt: skip
_NEWER = "a newer file of the same name counts"
_NOT_NAMED = "its name does not match --names"


@dataclass(frozen=True, slots=True)
class Collection:
    """
    The attempts of a class, and files that are no submissions.

    Attributes:
        attempts: Each student's, also those of which no file can be read.
        unreadable: Files of nobody's that are not read.
        platforms: The layouts that were recognised, sorted.
        guessed: Those among them that are only guessed.
    """

    attempts: tuple[Attempt, ...]
    unreadable: tuple[Unreadable, ...]
    platforms: tuple[str, ...]
    guessed: tuple[str, ...] = ()

    @property
    def platform(self) -> str:
        """The layouts in words."""
        return ", ".join(self.platforms)


def collect(
    *paths: Path,
    only_exercises: Several[str] = (),
    written: Several[str] = (),
    names: str = "",
    zone: tzinfo = timezone.utc,
    is_student: IsStudent | None = None,
    reader: Reader | None = None,
) -> Collection:
    """
    Sort by student what is in *paths*: folders, archives or files, each a download or several.

    The same student in two downloads is one. An attempt that is in two of them counts once.

    Args:
        only_exercises: Ids of exercises; with them, ``anna_zero_it.py`` is a file of anna's.
        written: Ids of exercises that are answered in words: ``anna_why.md`` is one of hers, too.
        names: A regular expression for all paths, with a group ``student``
            (:class:`autograder.submissions.layouts.Named`), instead of a platform's layout.
        zone: The time zone of times that platforms give without one.
        is_student: Whether a folder or archive is called as a student of the roster: then it is that
            student's, whatever the names in it are like. If not given, there is no roster.
        reader: Lists archives; if not given, a reader is opened for this call.

    Raises:
        InputError: If *names* can't be used.
        SubmissionError: If one of *paths* can't be read.
        SandboxError, IsolationError: If we fail ourselves.
    """
    named = Named(names) if names else None
    sorting = _Sorting(named, {*only_exercises, *written}, zone)
    found = _told_apart([listed(path, written) for path in paths], paths)
    with nullcontext(reader) if reader else Reader() as asked:
        for one in found:
            # Names by a pattern are those of the whole path.
            for download in [one] if named else downloads_in(one, asked, is_student):
                sorting.take(download, asked)
    return sorting.collection()


def _told_apart(found: Sequence[Download], paths: Sequence[Path]) -> list[Download]:
    """*found*, those of one name being called by their paths."""
    count = Counter(one.name for one in found)
    return [
        one if count[one.name] == 1 else replace(one, name=without_end(path.as_posix()))
        for one, path in zip(found, paths, strict=True)
    ]


def files_in(
    path: Path, reader: Reader, written: Several[str] = ()
) -> tuple[tuple[File, ...], tuple[tuple[str, str], ...]]:
    """
    Return the files that one student handed in as *path*, and name and reason of those not read.

    Args:
        written: Ids of exercises that are answered in words.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: If we fail ourselves.
    """
    files: list[File] = []
    refused: list[tuple[str, str]] = []
    for download in downloads_in(listed(path, written), reader):
        files += [
            File(name, file.content, file.inside) for name, file in sorted(download.files.items())
        ]
        refused += [(printable(file.name), why) for file, why in download.others.values()]
    return tuple(files), tuple(refused)


@dataclass(slots=True)
class _Gathered:
    """What was gathered of one attempt."""

    owner: Owner
    files: list[tuple[Owner, File]] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    late: bool = False


class _Sorting:
    """Sorts downloads one after the other."""

    def __init__(self, named: Named | None, exercises: Several[str], zone: tzinfo) -> None:
        self._named = named
        self._exercises = exercises
        self._zone = zone
        self._attempts: dict[object, Attempt] = {}
        self._unordered: defaultdict[object, list[Attempt]] = defaultdict(list)
        self._refused: set[tuple[str, str]] = set()
        self._platforms: set[str] = set()
        self._guessed: set[str] = set()

    def take(self, download: Download, reader: Reader) -> None:
        owners = download.owners(reader)
        layout, guessed = self._layout(download, owners, reader)
        if download.files:
            self._platforms.add(layout.platform)
            if guessed or download.inferred:
                self._guessed.add(layout.platform)
        for gathered in self._gathered(download, layout):
            attempt = replace(self._attempt(gathered, layout.platform), download=download.name)
            # The same attempt in two downloads, of sections that overlap, is one.
            names = tuple(sorted(file.name for file in attempt.files))
            key = (attempt.student, layout.platform, attempt.order, names)
            if attempt.order:
                self._attempts[key] = attempt
            elif not any(_same_files(attempt, one) for one in self._unordered[key]):
                self._unordered[key].append(attempt)

    def collection(self) -> Collection:
        found = [*self._attempts.values(), *chain.from_iterable(self._unordered.values())]
        attempts = sorted(found, key=lambda a: (a.student, a.order))
        refused = tuple(Unreadable(name, why) for name, why in sorted(self._refused))
        guessed = tuple(sorted(self._guessed))
        return Collection(tuple(attempts), refused, tuple(sorted(self._platforms)), guessed)

    def _layout(
        self, download: Download, owners: dict[str, tuple[Owner, ...]], reader: Reader
    ) -> tuple[Layout, bool]:
        if self._named:
            pattern, paths = self._named.pattern, sorted({*download.files, *download.others})
            return Named(pattern, reader.matched(pattern, paths)), False
        # Files that are not read make a layout only where there are no others.
        names = sorted(download.files) or [n for n in sorted(download.others) if n[:3] != "../"]
        logins = download.logins(reader)
        return layout_of(names, exercises=self._exercises, gradescope=owners, logins=logins)

    def _gathered(self, download: Download, layout: Layout) -> Iterator[_Gathered]:
        found: dict[tuple[str, str], _Gathered] = {}

        def of(owner: Owner) -> _Gathered:
            gathered = found.setdefault((owner.id, owner.attempt), _Gathered(owner))
            gathered.late = gathered.late or owner.late
            return gathered

        for name, file in sorted(download.files.items()):
            owners = layout.owners(name)
            if not owners:
                owners = self._without_layout(name, file)
            for owner in owners:
                if not owner.id:
                    self._refused.add((printable(file.name), owner.why_not))
                elif owner.why_not:
                    of(owner).unread.append((printable(file.name), owner.why_not))
                elif owner.file:
                    of(owner).files.append((owner, File(owner.file, file.content, file.inside)))
                else:
                    of(owner)
        for name, (file, why) in sorted(download.others.items()):
            owners = () if name.startswith("../") else _owners_of_other(name, layout)
            if not owners or not owners[0].id:
                self._refused.add((printable(file.name), why))
                continue
            for owner in owners:
                gathered = of(owner)
                if owner.file:
                    gathered.unread.append((printable(owner.file), owner.why_not or why))
        yield from found.values()

    def _without_layout(self, name: str, file: File) -> tuple[Owner, ...]:
        """The owner of a file that does not follow its download's layout: its folder, or itself."""
        if self._named:
            self._refused.add((printable(file.name), _NOT_NAMED))
            return ()
        return Plain(Platform.FLAT, self._exercises).owners(name)

    def _attempt(self, gathered: _Gathered, platform: str) -> Attempt:
        owner = gathered.owner
        newest: dict[str, tuple[Owner, File]] = {}
        for one, file in sorted(gathered.files, key=lambda pair: pair[0].order):
            if file.name in newest:
                newer = newest[file.name][0].order < one.order
                why = _NEWER if newer else "another file of the same name counts"
                gathered.unread.append((printable(file.name), why))
            newest[file.name] = (one, file)
        submitted = owner.submitted
        if submitted is not None and submitted.tzinfo is None:
            submitted = submitted.replace(tzinfo=self._zone)
        return Attempt(
            student=owner.id,
            name=owner.name,
            files=tuple(file for _, file in newest.values()),
            submitted=submitted,
            late=gathered.late,
            place=owner.name,
            order=max((one.order for one, _ in gathered.files), default=owner.order),
            unread=tuple(dict.fromkeys(gathered.unread)),
            platform=platform,
            came_as=next((one.came_as for one, _ in newest.values()), owner.came_as),
        )


def _same_files(one: Attempt, other: Attempt) -> bool:
    """Whether both have the same files; of members of archives that is not known."""
    pairs = zip(*(sorted(a.files, key=lambda file: file.name) for a in (one, other)), strict=True)
    same = bool(one.files) and one.unread == other.unread
    return same and all(_same_content(a, b) for a, b in pairs)


def _same_content(one: File, other: File) -> bool:
    a, b = one.content, other.content
    if not (isinstance(a, Path) and isinstance(b, Path)) or one.inside or other.inside:
        return False
    try:
        return filecmp.cmp(a, b, shallow=False)
    except OSError:  # why it can't be read is told where it is read
        return False


def _owners_of_other(name: str, layout: Layout) -> tuple[Owner, ...]:
    """The owners of a file that is not read: nobody, if it is no hand-in."""
    owners = layout.owners(name)
    is_document = name.lower().endswith(_DOCUMENTS) or is_renamed(name)
    if layout.platform == Platform.FLAT and not is_document:
        return ()
    if layout.platform == Platform.FOLDERS and "/" not in name:
        return ()
    # What can't be read may be a student's whole folder.
    return tuple(owner.of(name) if name.endswith("/") else owner for owner in owners)
