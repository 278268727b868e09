"""Archives, read in memory: nothing leads out, nothing bursts, and one bad member costs no other."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile

import pytest

from autograder.submissions import ArchiveError, ArchiveLimits, is_archive, printable, read_archive


def zipped(*files, **content):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [*files, *content.items()]:
            archive.writestr(name, text)
    return data.getvalue()


def tarred(*members, mode="w"):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            else:
                (info.type,), info.linkname = content, "/etc/passwd"
                archive.addfile(info)
    return data.getvalue()


def names(archive):
    return [member.name for member in archive.members]


def whys(archive):
    return {refusal.name: refusal.why for refusal in archive.refused}


def test_a_zip_gives_its_files_in_order_and_no_folders():
    archive = read_archive(zipped(("b/", ""), ("b/two.py", "2"), ("a.py", "1")))

    assert [(m.name, m.data) for m in archive.members] == [("b/two.py", b"2"), ("a.py", b"1")]
    assert archive.refused == ()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_read_however_it_is_compressed(mode):
    archive = read_archive(tarred(("a.py", b"1"), ("b/c.py", b"2"), mode=mode))

    assert [(m.name, m.data) for m in archive.members] == [("a.py", b"1"), ("b/c.py", b"2")]


def test_an_archive_in_an_archive_is_a_folder():
    inner = zipped(("hw.py", "1"))
    archive = read_archive(zipped(("anna.zip", inner), ("b.tgz", tarred(("x", b"2"), mode="w:gz"))))

    assert names(archive) == ["anna.zip/hw.py", "b.tgz/x"]


def test_archives_nested_deeper_than_the_limit_are_files():
    data = zipped(("x.py", "1"))
    for _ in range(4):
        data = zipped(("n.zip", data))

    archive = read_archive(data, ArchiveLimits(depth=2))

    assert names(archive) == ["n.zip/n.zip"]


@pytest.mark.parametrize(
    "name", ["../x.py", "a/../../x.py", "/etc/passwd", "C:\\x.py", "..\\x.py", "\\\\host\\x"]
)
def test_a_name_that_leads_out_is_refused_and_costs_no_other(name):
    archive = read_archive(zipped((name, "evil"), ("good.py", "1")))

    assert names(archive) == ["good.py"]
    assert "leads out" in next(iter(whys(archive).values()))


def test_a_link_in_a_zip_is_refused():
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    archive = read_archive(zipped((link, "/etc/passwd"), ("good.py", "1")))

    assert names(archive) == ["good.py"]
    assert "link" in whys(archive)["link"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_a_link_or_device_in_a_tar_is_refused(kind):
    archive = read_archive(tarred(("odd", [kind]), ("good.py", b"1")))

    assert names(archive) == ["good.py"]
    assert "not a file" in whys(archive)["odd"]


def test_the_second_of_two_equal_names_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.py", "first"), ("a.py", "second"))

    archive = read_archive(data)

    assert [m.data for m in archive.members] == [b"first"]
    assert "another" in whys(archive)["a.py"]


def test_a_large_member_is_refused_by_what_it_unpacks_to_not_by_what_it_says():
    data = zipped(("bomb.py", b"0" * 5_000_000), ("good.py", "1"))
    lying = data.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert names(read_archive(data, ArchiveLimits(member=1_000_000))) == ["good.py"]
    assert names(read_archive(lying, ArchiveLimits(member=1_000_000))) == ["good.py"]


def test_reading_stops_at_the_limit_on_all_members_together():
    bomb = zipped(*((f"{n}", b"0" * 100_000) for n in range(50)))
    archive = read_archive(bomb, ArchiveLimits(total=1_000_000))

    assert len(archive.members) == 10
    assert "unpacked" in whys(archive)["…"]


def test_what_is_skipped_in_a_compressed_tar_counts_too():
    bomb = tarred(("big", b"0" * 5_000_000), ("good.py", b"1"), mode="w:gz")

    archive = read_archive(bomb, ArchiveLimits(member=1000, total=1_000_000))

    assert archive.members == ()
    assert "unpacked" in whys(archive)["…"]


def test_nested_bombs_share_one_limit():
    data = zipped(("0", b"0" * 900_000))
    data = zipped(*((f"{n}.zip", data) for n in range(8)))

    archive = read_archive(data, ArchiveLimits(total=2_000_000))

    assert sum(len(member.data) for member in archive.members) <= 2_000_000


def test_more_members_than_allowed_end_the_reading():
    archive = read_archive(zipped(*((str(n), "") for n in range(30))), ArchiveLimits(members=20))

    assert len(archive.members) == 20
    assert "more than 20 members" in whys(archive)["…"]


def test_an_endless_list_of_members_is_counted_before_it_is_read():
    archive = read_archive(zipped(*((str(n), "") for n in range(50))), ArchiveLimits(members=20))

    assert archive.members == ()
    assert "more than 20 members" in whys(archive)["…"]


def test_an_encrypted_or_broken_member_costs_no_other():
    data = bytearray(zipped(("a.py", bytes(range(256))), ("good.py", "2")))
    data[60:64] = b"\xff\xff\xff\xff"  # within the packed bytes of the first

    archive = read_archive(bytes(data))

    assert names(archive) == ["good.py"]
    assert "broken" in whys(archive)["a.py"]

    locked = zipped(("a.py", "1"), ("good.py", "2"))
    place = locked.index(b"PK\x01\x02") + 8
    locked = locked[:place] + b"\x01" + locked[place + 1 :]

    assert "encrypted" in whys(read_archive(locked))["a.py"]


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"nothing", b"\x1f\x8b\x08broken", b"BZhx"])
def test_what_is_no_archive_says_so(data):
    with pytest.raises(ArchiveError, match="can't be read"):
        read_archive(data)


def test_a_broken_inner_archive_is_listed():
    archive = read_archive(zipped(("inner.zip", b"nothing"), ("good.py", "1")))

    assert names(archive) == ["good.py"]
    assert "can't be read" in whys(archive)["inner.zip"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Kovács Ernő.py".encode("cp852"), "Kovács Ernő.py"),
        ("űrlap.py".encode(), "űrlap.py"),
        (b"plain.py", "plain.py"),
    ],
)
def test_names_without_a_flag_are_read_as_utf8_or_as_a_hungarian_windows_wrote_them(raw, name):
    data = zipped(("x" * len(raw), "1")).replace(b"x" * len(raw), raw)

    assert names(read_archive(data)) == [name]


def test_an_odd_name_is_kept_and_shown_without_harm():
    archive = read_archive(zipped(("a\n\x1b[31mb.py", "1")))

    assert names(archive) == ["a\n\x1b[31mb.py"]
    assert printable(archive.members[0].name) == "a\\n\\x1b[31mb.py"


def test_a_name_that_is_too_long_is_refused():
    assert names(read_archive(zipped(("x" * 600, "1")))) == []


def test_archives_are_known_by_their_names():
    assert is_archive("HW.ZIP")
    assert is_archive("a.tar.gz")
    assert not is_archive("a.py")


def test_an_archive_larger_than_allowed_is_not_opened():
    with pytest.raises(ArchiveError, match="larger than 10 bytes"):
        read_archive(zipped(("a", "1")), ArchiveLimits(archive=10))
