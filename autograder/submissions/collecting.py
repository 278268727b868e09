"""
Sorting the files of a learning platform's download by student, by their names alone.

Only folders are opened here; a download is listed in a process of its own, and files are read
later, one attempt at a time (``reader.py``). Files that belong to nobody are listed with the
reason, and don't affect anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from autograder.submissions.attempts import Attempt
from autograder.submissions.listing import METADATA, Listing, Unreadable
from autograder.submissions.platforms import Owner, Platform, owner_of, platform_of
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
            key = (owner.id, owner.order[:1])
            file = File(owner.file, files[name].content, files[name].inside)
            found[key].append((owner, file))
    several = [files for _, files in sorted(found.items(), key=_by_key)]
    if platform == Platform.CANVAS:
        several = list(_of_canvas(several))
    attempts = tuple(map(_attempt, several))
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


def _of_canvas(
    several: Iterable[Sequence[tuple[Owner, File]]],
) -> Iterator[list[tuple[Owner, File]]]:
    """
    Put together files that were handed in at one time.

    The second number in Canvas' names is the file's own (``content_zipper.rb``: "attachment.id"),
    so it differs within one attempt, and grows. A file of a name that was there before, or one
    that is late where those before were not, is of another attempt.
    """
    together: list[tuple[Owner, File]] = []
    for owner, file in sorted(chain.from_iterable(several), key=lambda one: _in_canvas(one[0])):
        names = {known.name for _, known in together}
        last = together[-1][0] if together else owner
        if (owner.id, owner.late) != (last.id, last.late) or file.name in names:
            yield together
            together = []
        together.append((owner, file))
    if together:
        yield together


def _in_canvas(owner: Owner) -> tuple[str, tuple[int, ...]]:
    return repr(owner.id), owner.order


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
