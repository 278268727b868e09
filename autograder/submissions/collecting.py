"""
Sorting the files of a learning platform's download by student, by their names alone.

Only folders are opened here; a download is listed in a process of its own, and files are read
later, one attempt at a time (``reader.py``). Files that belong to nobody are listed with the
reason, and don't affect anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from autograder.submissions.attempts import Attempt
from autograder.submissions.listing import METADATA, Listing, Unreadable
from autograder.submissions.platforms import Owner, owner_of, platform_of
from autograder.submissions.reader import File, Reader

__all__ = ["Collection", "collect", "files_in"]


@dataclass(frozen=True, slots=True)
class Collection:
    """
    The attempts of a class, and files that are no submissions.

    Attributes:
        platform: The layout that was recognised.
    """

    attempts: tuple[Attempt, ...]
    unreadable: tuple[Unreadable, ...]
    platform: str


def collect(
    path: Path, *, only_exercises: Several[str] = (), reader: Reader | None = None
) -> Collection:
    """
    Sort by student what is in *path*: a folder, an archive, or one file.

    Args:
        only_exercises: Ids of exercises; with them, ``anna_zero_it.py`` is a file of anna's.
        reader: Lists archives; if not given, a reader is opened for this call.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: If we fail ourselves.
    """
    listing = Listing()
    listing.look_into(path)
    with nullcontext(reader) if reader else Reader() as asked:
        files = listing.unwrapped(asked)
        owners = listing.owners(files.pop(METADATA, None), asked)
    # Deeper files of that name are a student's, and of no kind that is read.
    files = listing.wanted(files)
    platform = platform_of(sorted(files))
    found: dict[tuple[object, ...], list[tuple[Owner, File]]] = defaultdict(list)
    for name in sorted(files):
        for owner in owner_of(name, platform, only_exercises, owners):
            if owner.why_not:
                listing.refuse(files[name].name, owner.why_not)
                continue
            # Canvas numbers each file of a resubmission; together they are one attempt.
            key = (owner.id, owner.order[:1])
            file = File(owner.file, files[name].content, files[name].inside)
            found[key].append((owner, file))
    attempts = tuple(_attempt(several) for _, several in sorted(found.items(), key=_by_key))
    refused = sorted(set(listing.refused), key=lambda refusal: (refusal.name, refusal.why))
    return Collection(attempts, tuple(refused), platform)


def files_in(path: Path, reader: Reader) -> tuple[tuple[File, ...], tuple[tuple[str, str], ...]]:
    """
    Return the files that one student handed in as *path*, and name and reason of those not read.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: If we fail ourselves.
    """
    listing = Listing()
    listing.look_into(path)
    files = listing.wanted(listing.unwrapped(reader))
    found = tuple(File(name, file.content, file.inside) for name, file in sorted(files.items()))
    return found, tuple((refused.name, refused.why) for refused in listing.refused)


def _attempt(several: Sequence[tuple[Owner, File]]) -> Attempt:
    owner = several[0][0]
    return Attempt(
        student=owner.id,
        name=owner.name,
        files=tuple(file for _, file in several),
        submitted=owner.submitted,
        late=any(owner.late for owner, _ in several),
        place=owner.name,
        order=owner.order,
    )


def _by_key(item: tuple[tuple[object, ...], object]) -> tuple[str, ...]:
    return tuple(map(repr, item[0]))
