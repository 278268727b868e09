"""Courses that others share: read with limits, and never a part of one taken for the whole."""

from __future__ import annotations

import io
import shutil
import ssl
import subprocess
import tarfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from autograder.content import ContentError, load_course
from autograder.workspace.shared_courses import SharedCourseError, read_shared_course

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "numpy_course"


def zipped(path, folder, *, below="", members=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, below + file.relative_to(folder).as_posix())
        for name, data in members:
            archive.writestr(name, data)
    return path


@pytest.fixture
def course(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "numpy_course"))


def names(folder):
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


# What is found


@pytest.mark.parametrize("below", ["", "numpy_course/", "numpy-course-main/"])
def test_an_archive_has_the_course_wherever_its_sheet_lies(tmp_path, course, below):
    shared = read_shared_course(str(zipped(tmp_path / "c.zip", course, below=below)))

    shared.unpack(tmp_path / "there")

    assert (shared.sheet.version, shared.sheet.title["de"]) == ("1.0", "In Arrays denken")
    assert names(tmp_path / "there") == names(course / "exercises")
    assert len(load_course(tmp_path / "there").exercises) == 5


def test_solutions_beside_the_course_are_left_where_they_are(tmp_path, course):
    shared = read_shared_course(str(zipped(tmp_path / "c.zip", course)))

    assert not any("reference" in name for name in shared.files)


def test_a_tar_is_read_as_a_zip_is(tmp_path, course):
    with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as archive:
        archive.add(course, "numpy_course")

    shared = read_shared_course(str(tmp_path / "c.tar.gz"))

    assert shared.files == read_shared_course(str(course)).files


@pytest.mark.parametrize("place", ["", "exercises"])
def test_a_folder_is_taken_as_it_is(tmp_path, course, place):
    shared = read_shared_course(str(course / place))

    assert shared.folder == (course / "exercises").resolve()
    assert shared.settle(tmp_path / "mine") == {
        "course": str(course.resolve() / "exercises"), "origin": None, "digest": None,
    }  # fmt: skip


def test_the_digest_is_that_of_the_contents_however_they_come(tmp_path, course):
    folder = read_shared_course(str(course))
    archive = read_shared_course(str(zipped(tmp_path / "c.zip", course, below="x/")))
    (course / "exercises/03_memory/walk/checks.py").write_text("# other checks\n")

    assert folder.digest == archive.digest
    assert read_shared_course(str(course)).digest != folder.digest


# What is refused


@pytest.mark.parametrize(
    "name",
    [
        "../evil.py", "exercises/../../evil.py", "/etc/evil.py", "C:/evil.py", "..\\evil.py",
        "exercises/.gradlings/evil.py", "exercises/a/b/c/d/e/f/g.py", "exercises/aux./evil.py",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_never_written(tmp_path, course, name):
    path = zipped(tmp_path / "c.zip", course, members=[(name, "print('evil')")])
    inside = tmp_path / "mine" / "deep"

    try:
        read_shared_course(str(path)).unpack(inside)
    except SharedCourseError as error:
        assert "c.zip is no archive of a course" in str(error)

    assert list(tmp_path.rglob("*evil*")) == []
    assert not inside.exists() or names(inside) == names(course / "exercises")


def test_a_link_in_an_archive_is_not_followed(tmp_path, course):
    with tarfile.open(tmp_path / "c.tar", "w") as archive:
        archive.add(course / "exercises", "exercises")
        link = tarfile.TarInfo("exercises/01_arrays/notes.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    with pytest.raises(SharedCourseError, match=r"exercises/01_arrays/notes\.md"):
        read_shared_course(str(tmp_path / "c.tar"))


def test_two_names_that_some_systems_take_for_one_are_refused(tmp_path, course):
    members = [("exercises/01_arrays/Chapter.yaml", "title: {en: x, de: y}")]
    path = zipped(tmp_path / "c.zip", course, members=members)

    with pytest.raises(SharedCourseError, match="twice"):
        read_shared_course(str(path))


def test_what_unfolds_to_more_than_any_course_is_refused(tmp_path, course):
    members = [(f"exercises/01_arrays/x{n}.md", b"\0" * 3_900_000) for n in range(30)]
    path = zipped(tmp_path / "c.zip", course, members=members)

    assert path.stat().st_size < 1_000_000
    with pytest.raises(SharedCourseError, match="no archive of a course"):
        read_shared_course(str(path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "is no archive of a course"),
        (b"PK\x03\x04" + b"x" * 100, "is no archive of a course"),
        (b"", "is no archive of a course"),
        ({"README.md": "x"}, "has no course.yaml"),
        ({"a/course.yaml": "x", "b/course.yaml": "y"}, "has several courses: a/course.yaml, b/course.yaml"),
    ],
    ids=["text", "half a zip", "nothing", "another archive", "two courses"],
)  # fmt: skip
def test_what_is_no_archive_of_a_course_is_said_to_be_none(tmp_path, content, words):
    path = tmp_path / "c.zip"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in content.items():
                archive.writestr(name, text)

    with pytest.raises(SharedCourseError) as caught:
        read_shared_course(str(path))
    assert words in str(caught.value)


def test_a_course_that_can_not_be_used_leaves_the_one_that_is_there(tmp_path, course):
    read_shared_course(str(course)).unpack(tmp_path / "there")
    before = names(tmp_path / "there")
    (course / "exercises/errors.yaml").unlink()

    with pytest.raises(ContentError):
        read_shared_course(str(course)).unpack(tmp_path / "there")

    assert names(tmp_path / "there") == before
    assert [path.name for path in tmp_path.iterdir() if "there" in path.name] == ["there"]


def test_a_new_version_takes_away_what_it_no_longer_has(tmp_path, course):
    read_shared_course(str(course)).unpack(tmp_path / "there")
    shutil.rmtree(course / "exercises/03_memory")
    read_shared_course(str(course)).unpack(tmp_path / "there")

    assert not (tmp_path / "there" / "03_memory").exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nowhere.zip", "nowhere.zip can't be read: No such file or directory"),
        ("http://example.org/c.zip", "is no https address"),
        ("file:///etc/passwd", "is no https address"),
        ("ftp://example.org/c.zip", "is no https address"),
        (".", "holds no course: there is no course.yaml in it or in its exercises/"),
    ],
)
def test_where_there_is_no_course_says_what_is_wrong(tmp_path, monkeypatch, source, words):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SharedCourseError) as caught:
        read_shared_course(source)
    assert words in str(caught.value)


# By https


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A server whose certificate is trusted here; it answers with what stands in ``pages``."""
    certificate = tmp_path / "certificate.pem"
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost", "-keyout", str(tmp_path / "key.pem"), "-out", str(certificate),
    ]  # fmt: skip
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    pages = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = pages[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with io.BytesIO(body) as stream:
                shutil.copyfileobj(stream, self.wfile)

        def log_message(self, *_):
            pass

    server = HTTPServer(("localhost", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{server.server_port}", pages
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_course_is_taken_from_an_https_address(tmp_path, course, site):
    address, pages = site
    pages["/c.zip"] = 200, {}, zipped(tmp_path / "c.zip", course).read_bytes()
    pages["/latest"] = 302, {"Location": f"{address}/c.zip"}, b""

    shared = read_shared_course(f"{address}/latest")

    assert (shared.origin, shared.folder) == (f"{address}/latest", None)
    assert shared.files == read_shared_course(str(course)).files


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ((302, {"Location": "http://localhost:1/c.zip"}, b""), "is no https address"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "can't be had|is no https address"),
        ((404, {}, b""), "can't be had: HTTP Error 404"),
        ((200, {}, b"0" * 20_000_001), "is larger than any course"),
        ((200, {"Content-Length": "1000"}, b"PK"), "can't be had|no archive"),
    ],
    ids=["to http", "to a file", "not there", "too large", "cut off"],
)
def test_an_answer_that_is_no_course_is_refused(site, page, words):
    address, pages = site
    pages["/c.zip"] = page

    with pytest.raises(SharedCourseError, match=words):
        read_shared_course(f"{address}/c.zip")


def test_a_server_whose_certificate_nobody_vouches_for_is_not_believed(site, monkeypatch):
    address, _ = site
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(SharedCourseError, match="certificate verify failed"):
        read_shared_course(f"{address}/c.zip")
