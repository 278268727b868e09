"""
What a learning platform hands an instructor: whose each file is, told by names alone.

Nothing is opened here but folders; a download is listed in a process of its own, and what is in
files is read later, one attempt at a time (``reader.py``). What is nobody's is listed with why,
and costs nobody else anything.
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
    Tell whose is what in *path*: a folder, an archive, or one file.

    Args:
        only_exercises: Their ids; ``anna_zero_it.py`` is then a file of anna's.
        reader: Lists archives; one of its own, unless given.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: What is our own failure.
    """
    listing = Listing()
    listing.look_into(path)
    with nullcontext(reader) if reader else Reader() as asked:
        files = listing.unwrapped(asked)
        owners = listing.owners(files.pop(METADATA, None), asked)
    # What a student calls so is a student's, and no kind of file that is read.
    files = listing.wanted(files)
    platform = platform_of(sorted(files))
    found: dict[tuple[object, ...], list[tuple[Owner, File]]] = defaultdict(list)
    for name in sorted(files):
        for owner in owner_of(name, platform, only_exercises, owners):
            if owner.why_not:
                listing.refuse(files[name].name, owner.why_not)
                continue
            # Canvas marks each file of a resubmission; together they are one attempt.
            key = (owner.id, owner.order[:1])
            file = File(owner.file, files[name].content, files[name].inside)
            found[key].append((owner, file))
    attempts = tuple(_attempt(several) for _, several in sorted(found.items(), key=_by_key))
    refused = sorted(set(listing.refused), key=lambda refusal: (refusal.name, refusal.why))
    return Collection(attempts, tuple(refused), platform)


def files_in(path: Path, reader: Reader) -> tuple[tuple[File, ...], tuple[tuple[str, str], ...]]:
    """
    List all that one student handed in, a file or a folder, and what of it is not read, with why.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: What is our own failure.
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
