"""
What a throwaway process does with others' bytes: all unpacking, decoding and parsing.

It runs in a child that is shut in and ends right after; ``reader.py`` sends the requests. A task
gets a request (JSON, ours), the files that it is about, and a function that writes one
message. The reader of these messages takes them for hostile (``readings.py``).
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from os.path import commonprefix
from typing import IO, Any

from autograder.sandbox.kinds import Write
from autograder.submissions.archives import archive_names, walk_archive
from autograder.submissions.gists import gist_of, warm_up
from autograder.submissions.helper_files import Sources
from autograder.submissions.kinds import NOT_WANTED, is_clutter, is_quiz_answers, is_wanted
from autograder.submissions.layouts import gradescope_owners, login_in
from autograder.submissions.members import ArchiveLimits, Member, Refusal, is_archive
from autograder.submissions.parsing import parts_of
from autograder.submissions.programs import ProgramFinder, Question
from autograder.submissions.reading import MAX_BYTES
from autograder.submissions.refusals import MAX_SOURCE, SubmissionError
from autograder.submissions.responses import (
    MAX_ANSWERS,
    MAX_IDS,
    MAX_TEXT,
    own_answers,
    read_responses,
)
from autograder.submissions.unpacking import Unpacker
from autograder.submissions.written import WrittenFinder, WrittenQuestion

__all__ = ["MAX_PROGRAM", "MAX_PROGRAMS", "MAX_UNREAD", "do", "prepare"]

#: For a student's archives, and all their contents together.
_ATTEMPT = ArchiveLimits(archive=200_000_000, members=5_000, member=MAX_BYTES, total=300_000_000)
#: For a download of a whole class, in which names tell hand-ins apart.
_DOWNLOAD = ArchiveLimits(
    archive=20_000_000_000, members=200_000, member=200_000_000, total=20_000_000_000, depth=1
)
#: Characters in the names of one student's files in a download: about a thousand files. Any
#: further files are left out, so that they take no place from others'.
_MAX_NAMES_OF_ONE = 100_000
_NAMES_AT_A_TIME = 100
#: Bytes of all different programs of one attempt: in a notebook, each answer is all that is above
#: its check.
MAX_PROGRAMS = 2_000_000
#: Bytes of one program, after magics were commented out.
MAX_PROGRAM = 2 * MAX_SOURCE
#: Characters in a hand-in's answers to quiz items.
_MAX_ANSWERS = 200_000
#: Bytes at the beginning of a platform's note.
_MAX_NOTE = 4_000
#: Files of one attempt that are listed as unread.
MAX_UNREAD = 100


def do(payload: IO[bytes], write: Write, *files: IO[bytes]) -> None:
    """Do what the request in *payload* asks for."""
    request = json.loads(payload.read())
    warnings.simplefilter("ignore")  # libraries' warnings about odd files help nobody
    match request:
        case {"do": "names", "inside": inside}:
            _names(write, files[0], inside)
        case {"do": "attempt"}:
            _attempt(request, write, files)
        case {"do": "owners", "inside": inside}:
            _owners(write, files[0], inside)
        case {"do": "login", "inside": inside}:
            note = _inside(files[0], inside).read(_MAX_NOTE)
            write({"login": login_in(note.decode("utf-8-sig", "replace"))})
        case {"do": "match", "pattern": pattern, "paths": paths}:
            _match(write, pattern, paths)
        case {"do": "responses", "name": name}:
            _responses(write, files[0], name)
        case _:
            raise ValueError("no task of ours")


def prepare(shared: Mapping[str, Any]) -> None:
    """
    Import what gists need, once for all children, if gists are asked for, and take the stubs apart.

    Stubs are ours, and every program of everybody's is compared with them.
    """
    if shared["gists"]:
        warm_up()
    for stub in shared["stubs"]:
        parts_of(stub)


def _names(write: Write, file: IO[bytes], inside: Sequence[str]) -> None:
    """Send the names of the files in an archive; of one student's, not more than a fair share."""
    names: list[str] = []
    refused: list[Refusal] = []
    for found in archive_names(_inside(file, inside), _DOWNLOAD):
        if isinstance(found, Refusal):
            refused.append(found)
        elif not is_clutter(found):
            names.append(found)
    left: dict[str, int] = {}
    common = commonprefix(names).rpartition("/")[0]  # noqa: RUF071 - cut to whole folders here
    part: list[str] = []
    for name in names:
        owner = name[len(common) :].lstrip("/").partition("/")[0]
        before = left.get(owner, _MAX_NAMES_OF_ONE)
        left[owner] = before - len(name)
        if left[owner] >= 0:
            part.append(name)
        elif before >= 0:
            refused.append(Refusal(name, "too many files; the rest of them is not read"))
        if len(part) == _NAMES_AT_A_TIME:
            write({"names": part})
            part = []
    write({"names": part})
    for refusal in refused[:MAX_UNREAD]:
        write({"unread": refusal.name, "why": refusal.why})


def _owners(write: Write, file: IO[bytes], inside: Sequence[str]) -> None:
    for folder, owners in gradescope_owners(_inside(file, inside).read()).items():
        for owner in owners:
            when = owner.submitted.isoformat() if owner.submitted else None
            write({"folder": folder, "id": owner.id, "name": owner.name, "submitted": when})


def _match(write: Write, pattern: str, paths: Sequence[str]) -> None:
    """Send where the groups of *pattern* are in each path that it matches; it may take for ever."""
    compiled = re.compile(pattern, re.DOTALL)
    for place, path in enumerate(paths):
        if found := compiled.fullmatch(path):
            write({"path": place, "spans": {name: found.span(name) for name in found.groupdict()}})


def _responses(write: Write, file: IO[bytes], name: str) -> None:
    try:
        for one in read_responses(name, file.read()):
            who = {"student": one.student[:MAX_TEXT], "name": one.name[:MAX_TEXT]}
            ids = [ident[:MAX_TEXT] for ident in one.ids[:MAX_IDS]]
            write({**who, "ids": ids, "attempt": one.attempt, "places": one.places})
            for response in one.answers[:MAX_ANSWERS]:
                asked = response.asked
                question = {"item": asked.item, "text": asked.text[:MAX_TEXT], "place": asked.place}
                answers = {"right": asked.right[:MAX_TEXT], "given": response.answer[:MAX_TEXT]}
                write({**question, **answers})
    except SubmissionError as error:
        write({"refused": str(error)})


def _inside(file: IO[bytes], inside: Sequence[str]) -> IO[bytes]:
    """Return the file that *inside* leads to: a member of *file*, a member of that, and so on."""
    for name in inside:
        file = io.BytesIO(_members(file, {name})[name])
    return file


def _members(file: IO[bytes], names: set[str]) -> dict[str, bytes]:
    found = walk_archive(file, _DOWNLOAD, wants=names.__contains__, is_counted=False)
    return {member.name: member.data for member in found if isinstance(member, Member)}


def _attempt(request: Mapping[str, Any], write: Write, files: Sequence[IO[bytes]]) -> None:
    questions = [Question(*question) for question in request["questions"]]
    written = WrittenFinder(WrittenQuestion(*question) for question in request["written"])
    looker = _Looker(write, frozenset(request["skip"]), written)
    for name, file in _files_of(request["files"], files, looker):
        looker.look_at(name, file)
    write({"reading": ""})
    for exercise, text, cut in written.answers(looker.finder.notebooks):
        write({"written": exercise, "text": text, "cut": cut})
    programs = list(looker.finder.programs(questions))
    for name, why in looker.finder.overruled:
        looker.refuse(name, why)
    for exercise, kind in looker.finder.in_text(questions, dict(programs)):
        write({"in_text": exercise, "kind": kind})
    _tell_programs(programs, write)
    if request["gists"]:
        asked = {question.exercise: question for question in questions}
        for exercise, sources in programs:
            question = asked[exercise]
            gist = gist_of(sources.main, question.function, question.stubs, sources.helpers)
            told = {"example": gist.example, "pieces": sorted(gist.pieces), "form": gist.form}
            write({"gist": exercise, **told})


def _files_of(
    listed: Sequence[Mapping[str, Any]], files: Sequence[IO[bytes]], looker: _Looker
) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each file with its name: as it is, or from a download, which is read through once."""
    members: dict[tuple[int, tuple[str, ...]], dict[str, str]] = {}
    for one in listed:
        *archives, member = one["inside"] or [""]
        if member:
            members.setdefault((one["at"], tuple(archives)), {})[member] = one["name"]
        else:
            yield one["name"], files[one["at"]]
    for (at, archives), names in members.items():
        download = _inside(files[at], archives)
        found = walk_archive(download, _DOWNLOAD, wants=names.__contains__, is_counted=False)
        for member in found:
            if isinstance(member, Member):
                yield names[member.name], io.BytesIO(member.data)
            elif member.name in names:
                looker.refuse(names[member.name], member.why)


def _tell_programs(programs: Sequence[tuple[str, Sources]], write: Write) -> None:
    left = MAX_PROGRAMS
    numbers: dict[str, int] = {}
    for exercise, sources in programs:
        fresh = [
            text
            for text in dict.fromkeys([sources.main, *sources.helpers.values()])
            if text not in numbers
        ]
        sizes = [len(text.encode("utf-8", "replace")) for text in fresh]
        if sum(sizes) > left or max(sizes, default=0) > MAX_PROGRAM:
            why = f"with the others, the program has more than {MAX_PROGRAMS} bytes"
            write({"unread": exercise, "why": why})
            continue
        left -= sum(sizes)
        for text in fresh:
            numbers[text] = len(numbers)
            write({"source": text})
        helpers = {module: numbers[text] for module, text in sources.helpers.items()}
        told = {"program": exercise, "source": numbers[sources.main]}
        write({**told, "helpers": helpers} if helpers else told)
    write({"found": True})


class _Looker:
    """Reads one file after the other, and sends the name of each before."""

    def __init__(self, write: Write, skip: frozenset[str], written: WrittenFinder) -> None:
        self.finder = ProgramFinder()
        self._written = written
        self._write = write
        self._skip = skip
        self._unpacker = Unpacker(_ATTEMPT)
        self._refused = 0
        self._answered = 0

    def look_at(self, name: str, file: IO[bytes]) -> None:
        with self._one_file(name) as goes_on:
            if not goes_on:
                return
            if is_archive(name):
                self._unpack(name, file)
                return
            if file.seek(0, io.SEEK_END) > MAX_BYTES:
                raise SubmissionError("it is larger than {most} MB", most=MAX_BYTES // 1_000_000)
            file.seek(0)
            if is_quiz_answers(name):
                for response in own_answers(name, file.read()):
                    self._answered += len(response.answer) + len(response.asked.item)
                    if self._answered > _MAX_ANSWERS:
                        raise SubmissionError("its answers are too long")
                    self._write({"answer": response.asked.item, "given": response.answer})
            elif self._written.takes(name):
                self._written.take(name, file.read())
            else:
                self.finder.take(name, file)

    def refuse(self, name: str, why: str) -> None:
        self._refused += 1
        if self._refused < MAX_UNREAD:
            self._write({"unread": name, "why": why})
        elif self._refused == MAX_UNREAD:
            self._write({"unread": "…", "why": f"more than {MAX_UNREAD} files; not all are listed"})

    def _unpack(self, name: str, file: IO[bytes]) -> None:
        def wants(member: str) -> bool:
            if is_clutter(member.removeprefix(f"{name}/")):
                return False
            if not is_wanted(member) and not self._written.takes(member):
                self.refuse(member, NOT_WANTED)
                return False
            # Sent before unpacking, since an earlier process may have died of that.
            self._write({"reading": member})
            return member not in self._skip

        for found in self._unpacker.walk(file, wants=wants, prefix=f"{name}/"):
            if isinstance(found, Refusal):
                self.refuse(found.name, found.why)
            elif is_archive(found.name):
                self.refuse(found.name, "archives in archives are not read so deep")
            else:
                self.look_at(found.name, io.BytesIO(found.data))
            self._write({"reading": name})

    @contextmanager
    def _one_file(self, name: str) -> Iterator[bool]:
        """A context in which a bad file is refused, so that the others are read all the same."""
        if name in self._skip:
            yield False
            return
        self._write({"reading": name})
        try:
            yield True
        except SubmissionError as error:
            self.refuse(name, str(error))
        except MemoryError:
            self.refuse(name, "reading it takes too much memory")
        except Exception as error:  # noqa: BLE001 - a reader may raise anything on a hostile file
            self.refuse(name, f"it can't be read ({type(error).__name__})")
