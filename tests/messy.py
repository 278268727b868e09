"""
A class of a hundred as it really hands in, written in the layout of each learning platform.

What each student is to get is said here beside what the student hands in, by nobody's program:
a right program has all points of its exercise, a wrong one none, and what is no program nothing.

    python tests/messy.py LAYOUT FOLDER      writes one such class, to try commands on
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ZERO, STEP, ITEM = "zero_it", "step_no_grad", "Q01"
WORTH = {ZERO: 12.0, STEP: 8.0}
ALL = sum(WORTH.values())
RIGHT = {
    ZERO: (
        "import torch\ndef zero_it(W, x, y, lr, steps):\n    losses = []\n"
        "    for _ in range(steps):\n        loss = ((W * x - y) ** 2).mean()\n"
        "        loss.backward()\n        with torch.no_grad():\n            W -= lr * W.grad\n"
        "        W.grad.zero_()\n        losses.append(loss.item())\n    return losses\n"
    ),
    STEP: "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n",
}
#: Has no points: W is another tensor afterwards.
WRONG_STEP = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n"
SHEET = {
    "schema": 1, "title": {"en": "Messy", "hu": "Zűrös"}, "languages": ["en", "hu"],
    "secret": "00112233445566778899aabbccddeeff",
    "exercises": [{"id": ZERO, "points": WORTH[ZERO]}, {"id": STEP, "points": WORTH[STEP]}],
    "quiz": [ITEM], "cases": {"hidden": False}, "due": "2026-10-24T20:00 Europe/Budapest",
    "late": {"penalty": 10},
}  # fmt: skip

PROGRAMS, BOTH, QUIZ = "programs", "programs and quiz", "quiz only"
UNREAD, ABSENT = "nothing that can be read", "absent"


@dataclass(frozen=True)
class HandIn:
    """
    What one student does, whatever the platform.

    Attributes:
        kind: What is messy about it.
        files: Those of the attempt that counts, by the names that the student gave them.
        points: What the programs and answers are worth before any penalty.
        told: What the page of the student says about what was not read.
        earlier: Files of an attempt before; left out where a platform gives the last one alone.
        late: Whether it comes in on the day after the due date.
    """

    kind: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    points: float = 0.0
    status: str = PROGRAMS
    told: str = ""
    earlier: Mapping[str, bytes] = field(default_factory=dict)
    late: bool = False


@dataclass(frozen=True)
class Student:
    """A student, with the number and the login that platforms have for the student."""

    number: int
    login: str
    name: str
    section: str
    hand_in: HandIn
    partner: int | None = None

    @property
    def mail(self) -> str:
        return f"{self.login}@example.org"


@dataclass(frozen=True)
class Expected:
    """A row of ``grades.csv``, and what the student's page tells."""

    name: str
    points: float
    status: str
    told: str
    kind: str
    days_late: int = 0


@dataclass(frozen=True)
class Written:
    """
    A class that was written.

    Attributes:
        downloads: What to give to ``gradlings grade``.
        more: Further options.
        expected: By the id under which a student is listed.
    """

    downloads: Sequence[Path]
    more: Sequence[object]
    expected: Mapping[str, Expected]


def zipped(members: Mapping[str, bytes], *, utf_8: bool = True) -> bytes:
    """A zip of *members*; without *utf_8* its names are code page 437's, as Windows packs them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            archive.writestr(info, content)
    made = buffer.getvalue()
    return (
        made
        if utf_8
        else made.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x00\x00")
    )


def tarred(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def notebook(*sources: str) -> bytes:
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [],
         "execution_count": None}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def saved_by_colab(*sources: str) -> bytes:
    """A notebook as Colab saves it: ids in the metadata, a cell that installs, outputs without ids."""
    cells = [
        {"cell_type": "code", "source": source.splitlines(keepends=True), "execution_count": n,
         "metadata": {"id": f"Ab{n}dEf", "outputId": f"o{n}", "colab": {"base_uri": "https://localhost:8080/"}},
         "outputs": [{"output_type": "stream", "name": "stdout", "text": ["ok\n"]}]}
        for n, source in enumerate(["!pip install -q torch\n", *sources])
    ]  # fmt: skip
    metadata = {"colab": {"provenance": [], "authorship_tag": "x"}, "accelerator": "GPU",
                "kernelspec": {"name": "python3", "display_name": "Python 3"},
                "language_info": {"name": "python"}}  # fmt: skip
    saved = {"nbformat": 4, "nbformat_minor": 0, "metadata": metadata, "cells": cells}
    return json.dumps(saved, ensure_ascii=False).encode()


def saved_by_jupyterlab(*sources: str) -> bytes:
    """A notebook as JupyterLab saves it: one blank of indentation, trusted cells, tags, attachments."""
    cells: list[dict[str, object]] = [
        {
            "cell_type": "markdown",
            "id": "m0",
            "metadata": {},
            "source": "# Házi\n",
            "attachments": {},
        }
    ]
    for n, source in enumerate(sources):
        metadata = {"trusted": True, "tags": [], "jupyter": {"source_hidden": False},
                    "execution": {"iopub.execute_input": "2026-10-24T10:00:00Z"}}  # fmt: skip
        cells.append({"cell_type": "code", "id": f"0a1b2c3{n}", "metadata": metadata, "outputs": [],
                      "execution_count": n, "source": source.splitlines(keepends=True)})  # fmt: skip
    metadata = {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
    }
    saved = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(saved, indent=1, ensure_ascii=False) + "\n").encode()


def saved_by_vs_code(*sources: str) -> bytes:
    """A notebook as VS Code saves it: Windows' ends of lines, language ids, an empty cell at the end."""
    cells = [
        {"cell_type": "code", "execution_count": None, "outputs": [],
         "metadata": {"vscode": {"languageId": "python"}},
         "source": source.replace("\n", "\r\n").splitlines(keepends=True)}
        for source in (*sources, "")
    ]  # fmt: skip
    metadata = {"language_info": {"name": "python", "version": "3.12.1"}, "orig_nbformat": 4}
    saved = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 2}
    return json.dumps(saved, indent=2).replace("\n", "\r\n").encode()


def saved_long_ago(*sources: str) -> bytes:
    """A notebook of nbformat 3: cells in worksheets, their text under "input"."""
    cells = [
        {"cell_type": "code", "collapsed": False, "input": source.splitlines(keepends=True),
         "language": "python", "metadata": {}, "outputs": [], "prompt_number": n}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    saved = {"metadata": {"name": "hw1"}, "nbformat": 3, "nbformat_minor": 0,
             "worksheets": [{"cells": cells, "metadata": {}}]}  # fmt: skip
    return json.dumps(saved).encode()


def answers(**given: str) -> bytes:
    return json.dumps({"schema": 1, "answers": given}).encode()


_ZERO, _STEP = RIGHT[ZERO].encode(), RIGHT[STEP].encode()
_BAD = WRONG_STEP.encode()
_TWO = {f"{ZERO}.py": _ZERO, f"{STEP}.py": _STEP}


def kinds(answer: str) -> list[HandIn]:
    """
    Return what is handed in, one of each kind.

    Args:
        answer: The right answer to the quiz item.
    """
    step, zero = WORTH[STEP], WORTH[ZERO]
    return [
        HandIn("both right", _TWO, ALL),
        HandIn("one wrong", {**_TWO, f"{STEP}.py": _BAD}, zero),
        HandIn("one alone", {f"{STEP}.py": _STEP}, step),
        HandIn("a notebook", {"hw1.ipynb": notebook(RIGHT[ZERO], RIGHT[STEP])}, ALL),
        HandIn("docx", {"homework.docx": b"PK\x03\x04"}, status=UNREAD, told=".docx"),
        HandIn("rar", {"házi.rar": b"Rar!\x1a\x07"}, status=UNREAD, told=".rar"),
        HandIn("7z", {"hw1.7z": b"7z\xbc\xaf"}, status=UNREAD, told=".7z"),
        HandIn("pdf", {"hw1.pdf": b"%PDF-1.7"}, status=UNREAD, told=".pdf"),
        HandIn("py.txt", {f"{STEP}.py.txt": _STEP}, status=UNREAD, told="its name ends in .py.txt"),
        HandIn("ipynb.json", {"hw1.ipynb.json": notebook(RIGHT[STEP])}, status=UNREAD, told=".ipynb.json"),
        HandIn("docx beside a program", {f"{STEP}.py": _STEP, "notes.docx": b"PK"}, step, told=".docx"),
        HandIn("a zip", {"hw1.zip": zipped(_TWO)}, ALL),
        HandIn("a zip with a folder", {"hw.zip": zipped({f"hw/src/{n}": c for n, c in _TWO.items()})}, ALL),
        HandIn("a zip in a zip", {"all.zip": zipped({"my homework/hw1.zip": zipped(_TWO)})}, ALL),
        HandIn("a zip of Windows", {"házi.zip": zipped({f"hw1\\{n}": c for n, c in _TWO.items()}, utf_8=False)}, ALL),
        HandIn("a zip of a Mac", {"hw.zip": zipped({**_TWO, f"__MACOSX/._{STEP}.py": b"\0\5\x16\7", ".DS_Store": b"\0"})}, ALL),
        HandIn("tar.gz", {"hw1.tar.gz": tarred(_TWO)}, ALL),
        HandIn("an empty zip", {"hw1.zip": zipped({})}, status=UNREAD),
        HandIn("a broken zip", {"hw1.zip": zipped(_TWO)[:-60]}, status=UNREAD, told=".zip"),
        HandIn("a zip that is none", {"hw1.zip": b"Rar!\x1a\x07"}, status=UNREAD, told=".zip"),
        HandIn("an empty file", {f"{STEP}.py": b""}),
        HandIn("an empty notebook file", {"hw1.ipynb": b""}, status=UNREAD, told=".ipynb"),
        HandIn("a syntax error", {f"{STEP}.py": b"def step_no_grad(W, lr)\n    pass\n"}),
        HandIn("UTF-16", {f"{STEP}.py": RIGHT[STEP].encode("utf-16")}, status=UNREAD, told="UTF-8"),
        HandIn("a mark at the start", {f"{STEP}.py": RIGHT[STEP].encode("utf-8-sig")}, step),
        HandIn("a final name", {"Step_No_Grad - FINAL (2).py": _STEP}, step),
        HandIn("an accented name", {"megoldás végleges.py": _STEP}, step),
        HandIn("a working copy", {"course.zip": zipped({f"c/exercises/06_updates/{STEP}.py": _STEP, f"c/.gradlings/backups/{ZERO}.py": _ZERO})}, step),
        HandIn("quiz only", {"quiz-answers.json": answers(**{ITEM: answer})}, 1.0, QUIZ),
        HandIn("quiz beside programs", {**_TWO, "quiz-answers.json": answers(**{ITEM: answer})}, ALL + 1, BOTH),
        HandIn("a wrong answer", {"quiz-answers.json": answers(**{ITEM: "float128"})}, 0.0, QUIZ),
        HandIn("a notebook of Colab", {"Copy_of_hw1.ipynb": saved_by_colab(RIGHT[ZERO], RIGHT[STEP])}, ALL),
        HandIn("a notebook of JupyterLab", {"hw1.ipynb": saved_by_jupyterlab(RIGHT[ZERO], RIGHT[STEP])}, ALL),
        HandIn("a notebook of VS Code", {"hw1.ipynb": saved_by_vs_code(RIGHT[ZERO], RIGHT[STEP])}, ALL),
        HandIn("a notebook of nbformat 3", {"hw1.ipynb": saved_long_ago(RIGHT[ZERO], RIGHT[STEP])}, status=UNREAD, told="format 4"),
        HandIn("magics above and inside", {"hw1.ipynb": notebook("%matplotlib inline\n!pip install torch\nimport torch", f"%%time\n{RIGHT[ZERO]}", f"%%capture out\n{RIGHT[STEP]}%time 1 + 1\n!ls\nstep_no_grad?")}, ALL),
        HandIn("magics in a script", {f"{STEP}.py": f"%matplotlib inline\n!pip install torch\n{RIGHT[STEP]}".encode()}, step),
        HandIn("a wrong answer under %%time", {"hw1.ipynb": notebook(RIGHT[ZERO], f"%%time\n{WRONG_STEP}")}, zero),
        HandIn("cp1250, declared", {f"{STEP}.py": f"# -*- coding: cp1250 -*-\n# tűrő\n{RIGHT[STEP]}".encode("cp1250")}, step),
        HandIn("cp1250", {f"{STEP}.py": f"# tűrő\n{RIGHT[STEP]}".encode("cp1250")}, status=UNREAD, told="UTF-8"),
        HandIn("UTF-8 with marks, ends of Windows", {f"{STEP}.py": f"# tűrő\n{RIGHT[STEP]}".replace("\n", "\r\n").encode("utf-8-sig")}, step),
        HandIn("a notebook with a mark at its start", {"hw1.ipynb": b"\xef\xbb\xbf" + notebook(RIGHT[ZERO], RIGHT[STEP])}, ALL),
        HandIn("UTF-16, big-endian", {f"{STEP}.py": RIGHT[STEP].encode("utf-16-be")}, status=UNREAD, told="UTF-8"),
        HandIn("late", _TWO, ALL, late=True),
        HandIn("again, better", _TWO, ALL, earlier={f"{STEP}.py": _BAD}),
        HandIn("again, worse", {f"{STEP}.py": _BAD}, 0.0, earlier=_TWO),
        HandIn("again, unreadable", {"hw1.docx": b"PK"}, ALL, earlier=_TWO),
        HandIn("absent", status=ABSENT),
    ]  # fmt: skip


#: Names that are hard to keep apart, to sort, to read or to write down.
_NAMES = (
    "Kovács Ágnes", "Kis-Tóth Anna Mária", "Siobhán O'Neil", "Szűcs Zoltán", "Żółć Łukasz",
    "李 小龙", unicodedata.normalize("NFD", "Őry Tünde"), "Nguyễn Thị Ánh", "Jean-Luc de la Tour",
    "María José García Pérez", "X Æ A-12", "Müller, Jürgen", "d'Arc Jeanne", "1=2+3 =cmd",
    "Nagy Anna", "Nagy Anna", "Nagy Béla", "Béla Nagy", "Nagy  béla", "Anna",
)  # fmt: skip


def a_class(answer: str, *, size: int = 100) -> list[Student]:
    """Return *size* students in two sections, all kinds of hand-ins among them."""
    found = kinds(answer)
    return [
        Student(
            number=1001 + n,
            login=f"u{n:03}x",
            name=_NAMES[n] if n < len(_NAMES) else f"Hallgató {chr(65 + n % 26)}. {n:03}",
            section="ab"[n % 2],
            # Coprime steps, so that no kind is bound to a name or a section.
            hand_in=found[(n * 11) % len(found)],
        )
        for n in range(size)
    ]


def expected_of(student: Student, *, has_earlier: bool, has_days: bool) -> Expected:
    """
    Return what *student* is to get.

    Args:
        has_earlier: Whether the platform's download holds attempts before the last.
        has_days: Whether it tells who was late.
    """
    done = student.hand_in
    points, status, told = done.points, done.status, done.told
    if done.kind == "again, unreadable" and not has_earlier:
        points, status, told = 0.0, UNREAD, ".docx"
    days = int(done.late and has_days)
    points = round(points * (1 - days * 0.1), 2)
    return Expected(student.name, points, status, told, done.kind, days)


def roster(folder: Path, students: Sequence[Student], ident: Callable[[Student], str]) -> Path:
    """Write the roster, in which *ident* is the platform's id."""
    path = folder / "roster.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "name", "email", "section"])
        table.writerows([ident(s), s.name, s.mail, s.section] for s in students)
    return path


def put(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def sections(students: Sequence[Student]) -> dict[str, list[Student]]:
    """Two downloads that overlap: every seventh student is in both."""
    return {
        section: [s for s in students if s.section == section or s.number % 7 == 0]
        for section in "ab"
    }


def _bare(name: str) -> str:
    """A name as Canvas writes it in a file's: small letters without accents and signs."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalnum())
    return letters.casefold() or "student"


def canvas(folder: Path, students: Sequence[Student]) -> Written:
    """Canvas: a zip for each section; a file that is uploaded again has a count in its name."""
    for section, members in sections(students).items():
        found: dict[str, bytes] = {}
        for s in members:
            late = "LATE_" if s.hand_in.late else ""
            again = "-1" if s.hand_in.earlier else ""
            for n, (name, content) in enumerate(s.hand_in.files.items()):
                stem, _, end = name.partition(".")
                file = f"{stem}{again}.{end}"
                found[f"{_bare(s.name)}_{late}{s.number}_{s.number * 100 + n}_{file}"] = content
        put(folder, f"{section}.zip", zipped(found))
    return _written(folder, students, lambda s: str(s.number), has_earlier=False)


def _moodle(folder: Path, students: Sequence[Student], separator: str) -> Written:
    for section, members in sections(students).items():
        found = {
            f"{s.name}_{s.number}_assignsubmission_file{separator}{name}": content
            for s in members
            for name, content in s.hand_in.files.items()
        }
        put(folder, f"{section}.zip", zipped(found))
    head = [
        "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
        "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
        "Feedback comments",
    ]  # fmt: skip
    rows = [head]
    for s in students:
        day = "Sunday, 25" if s.hand_in.late else "Saturday, 24"
        when = f"{day} October 2026, 7:28 PM" if s.hand_in.files else "-"
        rows.append([f"Participant {s.number}", s.name, s.mail, "Submitted", "", "42.00", "Yes",
                     when, "-", ""])  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    put(folder, "sheet.csv", b"\xef\xbb\xbf" + text.getvalue().encode())
    made = _written(folder, students, lambda s: str(s.number), has_earlier=False)
    return replace(made, more=(*made.more, "--moodle", folder / "sheet.csv"))


def moodle(folder: Path, students: Sequence[Student]) -> Written:
    """Moodle in folders, with its worksheet."""
    return _moodle(folder, students, "/")


def moodle_flat(folder: Path, students: Sequence[Student]) -> Written:
    """Moodle without folders, with its worksheet."""
    return _moodle(folder, students, "_")


def gradescope(folder: Path, students: Sequence[Student]) -> Written:
    """Gradescope: an export for each section; every tenth hands in with the next as a group."""
    members = [s for s in students if s.hand_in.files]
    joined: dict[int, Student] = {}
    for section, some in sections(members).items():
        entries, found = [], {}
        for place, s in enumerate(some):
            owners = [s]
            absent = [a for a in students if a.hand_in.kind == "absent" and a.section == section]
            if place == 0 and absent:
                owners.append(absent[0])
                joined[absent[0].number] = s
            day = 25 if s.hand_in.late else 24
            entries.append(
                f"submission_{s.number}:\n  :submitters:\n"
                + "".join(
                    f"  - :name: {json.dumps(o.name, ensure_ascii=False)}\n    :sid: '{o.number}'\n"
                    f"    :email: {o.mail}\n"
                    for o in owners
                )
                + f"  :created_at: 2026-10-{day} 17:00:00.000000000 Z\n  :status: processed\n"
            )
            for name, content in s.hand_in.files.items():
                found[f"assignment_{section}_export/submission_{s.number}/{name}"] = content
        metadata = ("---\n" + "".join(entries)).encode()
        found[f"assignment_{section}_export/submission_metadata.yml"] = metadata
        put(folder, f"{section}.zip", zipped(found))
    # In the group, the absent one gets what the other handed in.
    shared = [
        replace(s, hand_in=replace(joined[s.number].hand_in, kind="a group's"))
        if s.number in joined
        else s
        for s in students
    ]
    return _written(folder, shared, lambda s: str(s.number), has_earlier=False)


def blackboard(folder: Path, students: Sequence[Student]) -> Written:
    """Blackboard: a file for each attempt and file, a note for each attempt, in a folder."""
    for section, members in sections(students).items():
        for s in members:
            day = 25 if s.hand_in.late else 24
            for files, when in (
                (s.hand_in.earlier, "2026-10-23-09-00-00"),
                (s.hand_in.files, f"2026-10-{day}-18-00-00"),
            ):
                start = f"First Homework_{s.login}_attempt_{when}"
                if files:
                    put(folder / section, f"{start}.txt", b"Name: Somebody\nDate Submitted: ...\n")
                for name, content in files.items():
                    put(folder / section, f"{start}_{name}", content)
    return _written(folder, students, lambda s: s.login, has_earlier=True, ends="")


def brightspace(folder: Path, students: Sequence[Student]) -> Written:
    """Brightspace in folders, one for each attempt."""
    for section, members in sections(students).items():
        found = {}
        for s in members:
            day = 25 if s.hand_in.late else 24
            for files, when in ((s.hand_in.earlier, "23 October, 2026 905 AM"),
                                (s.hand_in.files, f"{day} October, 2026 705 PM")):  # fmt: skip
                for name, content in files.items():
                    found[f"{s.number}-7654 - {s.name} - {when}/{name}"] = content
        put(folder, f"{section}.zip", zipped(found))
    return _written(folder, students, lambda s: str(s.number), has_earlier=True)


def ilias(folder: Path, students: Sequence[Student]) -> Written:
    """ILIAS: a folder for each student, late files in a folder of their own."""
    for section, members in sections(students).items():
        found = {}
        for s in members:
            late = "Late/" if s.hand_in.late else ""
            name = "_".join(s.name.replace(",", "").split())
            name = name if "_" in name else f"{name}_{name}"
            for file, content in s.hand_in.files.items():
                found[f"Submissions/{name}_{s.login}_{s.number}/{late}{file}"] = content
        put(folder, f"{section}.zip", zipped(found))
    return _written(folder, students, lambda s: str(s.number), has_earlier=False)


def folders(folder: Path, students: Sequence[Student]) -> Written:
    """A folder for each student, named by login."""
    for section, members in sections(students).items():
        for s in members:
            for name, content in s.hand_in.files.items():
                put(folder / section, f"{s.login}/{name}", content)
    return _written(folder, students, lambda s: s.login, has_earlier=False, has_days=False, ends="")


def flat(folder: Path, students: Sequence[Student]) -> Written:
    """A file for each student and exercise in one folder: ``u001_zero_it.py``, ``u001.zip``."""
    only = [s for s in students if len(s.hand_in.files) < 2 or set(s.hand_in.files) == set(_TWO)]
    for section, members in sections(only).items():
        for s in members:
            for name, content in s.hand_in.files.items():
                file = (
                    f"{s.login}_{name}" if name in _TWO else f"{s.login}.{name.partition('.')[2]}"
                )
                if name == "quiz-answers.json":
                    file = f"{s.login}/{name}"
                put(folder / section, file, content)
    return _written(folder, only, lambda s: s.login, has_earlier=False, has_days=False, ends="")


def _written(
    folder: Path,
    students: Sequence[Student],
    ident: Callable[[Student], str],
    *,
    has_earlier: bool,
    has_days: bool = True,
    ends: str = ".zip",
) -> Written:
    expected = {
        ident(s): expected_of(s, has_earlier=has_earlier, has_days=has_days) for s in students
    }
    downloads = [folder / f"{section}{ends}" for section in "ab"]
    return Written(downloads, ("--roster", roster(folder, students, ident)), expected)


LAYOUTS: Mapping[str, Callable[[Path, Sequence[Student]], Written]] = {
    made.__name__: made
    for made in (
        canvas, moodle, moodle_flat, gradescope, blackboard, brightspace, ilias, folders, flat,
    )
}  # fmt: skip


if __name__ == "__main__":
    chosen, place = sys.argv[1], Path(sys.argv[2])
    (place / "hw1.yaml").parent.mkdir(parents=True, exist_ok=True)
    (place / "hw1.yaml").write_text(json.dumps(SHEET))
    told = LAYOUTS[chosen](place, a_class("?"))
    print("gradlings grade hw1.yaml", *told.downloads, "-o out", *map(str, told.more))
