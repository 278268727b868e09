"""Reasons of readers, which are English when they are made, are said in the reader's language."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from autograder.feedback.not_read import why_not_read
from autograder.languages import words_in
from autograder.submissions import ArchiveError, ArchiveLimits, read_archive

EN, HU = words_in("en"), words_in("hu")
SMALL = ArchiveLimits(members=3, member=50, total=90, name=20, depth=2)


def zipped(*files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def tarred(*members):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for member in members:
            archive.addfile(member)
    return data.getvalue()


def link(name, target):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, target
    return member


def refused(data):
    try:
        return [refusal.why for refusal in read_archive(data, SMALL).refused]
    except ArchiveError as error:
        return [str(error)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zipped(("../x.py", "1")), id="leads out"),
        pytest.param(tarred(tarfile.TarInfo("x.py"), tarfile.TarInfo("x.py")), id="twice"),
        pytest.param(zipped(("x" * 30 + ".py", "1")), id="long name"),
        pytest.param(zipped(("x.py", "1" * 60)), id="large"),
        pytest.param(zipped(*((f"{n}.py", "1" * 40) for n in range(3))), id="large together"),
        pytest.param(zipped(*((f"{n}.py", "") for n in range(5))), id="many"),
        pytest.param(tarred(link("a.py", "/etc/passwd")), id="link"),
        pytest.param(b"Rar!\x1a\x07", id="no archive"),
        pytest.param(zipped(("x.py", "1"))[:-30], id="cut off"),
    ],
)
def test_what_archives_refuse_is_told_in_both_languages(data):
    whys = refused(data)

    assert whys
    for why in whys:
        assert why_not_read(why, EN) == why
        assert why_not_read(why, HU) != why


def test_a_reason_within_a_reason_is_translated_too():
    why = "more than 20 members; the rest is not read"

    assert why_not_read(why, HU) == "több mint 20 bejegyzés; a többit nem olvassuk be"


@pytest.mark.parametrize("why", ["", "{why}", "%s {0}", "<b>it is encrypted</b>", "whatever"])
def test_what_nobody_knows_stays_as_it_is(why):
    assert why_not_read(why, HU) == why
