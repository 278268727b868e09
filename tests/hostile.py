"""
Files as somebody hands them in who wants to keep the grader busy; made here, so that they vary.

The first of each kind is one that beat an earlier version: quadratic memory of Python's parser,
patterns that go back and back, headers that are numbers without end.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile

__all__ = ["FILES", "HONEST", "LARGE", "made", "notebook", "picture_notebook", "tarred", "zipped"]

HONEST = b"import torch\n\n\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"


def zipped(**members):
    return zipped_pairs(*members.items())


def zipped_pairs(*members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def tarred(*members, mode="w"):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def notebook(*sources, **more):
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], **more}
        for source in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def picture_notebook(megabytes, pictures=None):
    """What Jupyter saves after so many megabytes of *pictures* were shown: of one each, or fewer."""
    pictures = pictures or megabytes
    image = "iVBORw0K" * (125_000 * megabytes // pictures)
    shown = {"output_type": "display_data", "metadata": {}, "data": {"image/png": image}}
    pictures = [shown] * pictures
    shown = {"cell_type": "code", "metadata": {}, "source": "plot()", "outputs": pictures}
    mine = {"cell_type": "code", "metadata": {}, "source": HONEST.decode(), "outputs": []}
    cells = [shown, mine]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def import_bomb(size):
    return b"import a" + b".a" * ((size - 8) // 2) + b"\n"


def pax_header(digits):
    """A tar whose extended header begins with a length of so many digits."""
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, digits
    body = b"1" * digits
    padding = bytes(-digits % 512)
    return header.tobuf(tarfile.USTAR_FORMAT) + body + padding + bytes(1024)


def nested_zips(depth, width=3):
    data = zipped_pairs(("x.py", b"x = 1\n"))
    for _ in range(depth):
        data = zipped_pairs(*((f"{n}.zip", data) for n in range(width)))
    return data


def many_members(count):
    data = io.BytesIO()
    header = tarfile.TarInfo("m.py").tobuf(tarfile.USTAR_FORMAT)
    with gzip.open(data, "wb", compresslevel=1) as file:
        for _ in range(count // 1000):
            file.write(header * 1000)
        file.write(bytes(1024))
    return data.getvalue()


def lying_zip():
    """It says that a member has ten bytes."""
    data = zipped_pairs(("bomb.py", b"0" * 100_000_000))
    return data.replace((100_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def noise(size):
    return random.Random(size).randbytes(size)


#: Name, and what makes the content; each stands for its kind.
FILES = {
    # Python's parser
    "import bomb": ("hw.py", lambda: import_bomb(120_000)),
    "import bomb, zipped": ("m.zip", lambda: zipped_pairs(("mallory/hw.py", import_bomb(120_000)))),
    "import bomb in a notebook": ("hw.ipynb", lambda: notebook(import_bomb(150_000).decode())),
    "import bomb, longer than is read": ("hw.py", lambda: import_bomb(400_000)),
    "import bomb over lines": ("hw.py", lambda: b"import a" + b".\\\na" * 30_000),
    "parentheses": ("hw.py", lambda: b"(" * 190_000),
    "minus signs": ("hw.py", lambda: b"-" * 190_000 + b"1"),
    "attributes": ("hw.py", lambda: b"x" + b".a" * 90_000),
    "powers": ("hw.py", lambda: b"9" + b"**9" * 60_000),
    "a long number": ("hw.py", lambda: b"x = " + b"9" * 190_000),
    "f-strings": ("hw.py", lambda: b"f'{" * 60_000),
    "indents": ("hw.py", lambda: b"".join(b" " * n + b"if 1:\n" for n in range(600))),
    "texts side by side": ("hw.py", lambda: b"x = (" + b"'' " * 60_000 + b")"),
    # our patterns
    "blanks": ("hw1.ipynb", lambda: notebook(" " * 160_000 + "x y (")),
    "blanks and an equals sign": ("hw1.ipynb", lambda: notebook("x " * 80_000 + "=\n(")),
    "no-break spaces": ("hw1.ipynb", lambda: notebook("\u00a0" * 60_000 + "x (")),
    "names and commas": ("hw1.ipynb", lambda: notebook("a, " * 50_000 + "(")),
    "empty lines": ("hw1.ipynb", lambda: notebook("\n" * 190_000 + "def (")),
    "empty lines before def": ("hw1.ipynb", lambda: notebook("def\n" * 40_000 + "(")),
    "question marks": ("hw1.ipynb", lambda: notebook("?" * 190_000 + "(", "a?" * 5_000 + "(")),
    "dots and a question": ("hw1.ipynb", lambda: notebook("a." * 90_000 + "b (")),
    "backslashes": ("hw1.ipynb", lambda: notebook("!\\\n" * 60_000)),
    "five thousand cells": ("hw1.ipynb", lambda: notebook(*["x = ("] * 5_001)),
    "a name of blanks": (" " * 200 + "-1" * 20 + ".py", lambda: b"x = 1\n"),
    # JSON
    "brackets": ("hw1.ipynb", lambda: b"[" * 3_000_000),
    "objects": ("hw1.ipynb", lambda: b'{"cells":[{"metadata":' + b'{"a":' * 1_000_000),
    "outputs as deep as they go": (
        "hw1.ipynb",
        lambda: b'{"cells":[{"cell_type":"code","source":"x = 1","outputs":' + b"[" * 500_000 + b"]" * 500_000 + b"}]}",
    ),
    "a long number in JSON": ("hw1.ipynb", lambda: b'{"cells": ' + b"9" * 3_000_000 + b"}"),
    "empty lists": ("hw1.ipynb", lambda: b'{"x": [' + b"[]," * 1_000_000 + b"[]]}"),
    "lines of nothing": ("hw1.ipynb", lambda: b'{"cells":[{"cell_type":"code","source":[' + b'"",' * 1_000_000 + b'""]}]}'),
    "half a pair": ("hw1.ipynb", lambda: b'{"cells":[{"cell_type":"code","source":"x = \'\\ud800\'"}]}'),
    "answers as deep as they go": ("quiz-answers.json", lambda: b'{"answers": ' + b"[" * 1_000_000),
    "long answers": ("quiz-answers.json", lambda: json.dumps({"answers": {f"Q{n}": "\U0001f600" * 3_000 for n in range(900)}}).encode()),
    # archives
    "digits": ("a.tar", lambda: pax_header(81_000)),
    "digits, compressed": ("a.tar.gz", lambda: gzip.compress(pax_header(150_000))),
    "zeros": ("a.zip", lambda: zipped_pairs(("z.py", bytes(300_000_000)))),
    "zeros in a tar": ("a.tgz", lambda: gzip.compress(tarred(("z.bin", bytes(300_000_000))))),
    "zeros, and it lies": ("a.zip", lambda: lying_zip()),
    "archives in archives": ("a.zip", lambda: nested_zips(9)),
    "six thousand members": ("a.tgz", lambda: many_members(6_000)),
    "members that are no files": ("a.zip", lambda: zipped_pairs(*((f"{n}.txt", b"") for n in range(4_000)))),
    "links out": ("a.zip", lambda: zipped_pairs(("../../etc/x.py", b"x = 1"), ("/etc/y.py", b"y = 1"))),
    "no archive": ("a.zip", lambda: b"PK\x03\x04" + noise(10_000)),
    "noise": ("a.py", lambda: noise(100_000)),
    "noise that is called a notebook": ("a.ipynb", lambda: noise(1_000_000)),
    "names of control characters": ("a\x1b[2J\n.zip", lambda: zipped_pairs(("\x1b]0;x\x07\u202e.py", b"\xff"), ("ok\r\n.py", b"(\x00"))),
}  # fmt: skip


#: Those that are too large to make them for every run of the tests.
LARGE = {
    "a notebook with 30 MB of pictures": ("hw1.ipynb", lambda: picture_notebook(30)),
    "a source of 20 MB": ("hw.py", lambda: b"x = 1\n" * 3_400_000),
    "a notebook of 60 MB": ("hw1.ipynb", lambda: picture_notebook(60)),
    "a million members": ("a.tgz", lambda: many_members(1_000_000)),
    "a gigabyte of zeros": (
        "a.zip", lambda: zipped_pairs(*((f"{n}.py", bytes(50_000_000)) for n in range(20))),
    ),
}  # fmt: skip


def made(kind):
    """Name and content of the file of that kind."""
    name, content = (FILES | LARGE)[kind]
    return name, content()
