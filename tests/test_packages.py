"""What is published: the wheel that learners install, and the sdist, as hatchling makes them."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: What the name of a file of the instructor's side looks like, wherever it lies.
PRIVATE = re.compile(r"(^|/)(solutions|tests|right|wrong|reference\.py|\.venv|\.gradlings)(/|$)")


def built(kind, folder):
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Names and contents of the wheel's files."""
    pytest.importorskip("hatchling", reason="make install brings it")
    with zipfile.ZipFile(built("wheel", tmp_path_factory.mktemp("wheel"))) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """Names and contents of the sdist's files, without the folder that they all lie in."""
    pytest.importorskip("hatchling", reason="make install brings it")
    with tarfile.open(built("sdist", tmp_path_factory.mktemp("sdist"))) as archive:
        files = [member for member in archive if member.isfile()]
        return {m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in files}


def tracked(*folders):
    listed = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no clone")
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_is_the_package_and_the_public_course_and_nothing_else(wheel):
    names = {name for name in wheel if ".dist-info/" not in name}
    package = {name for name in names if not name.startswith("autograder/_course/")}

    assert package == tracked("autograder")
    assert {n.replace("autograder/_course/", "exercises/") for n in names - package} == tracked(
        "exercises"
    )


def test_the_sdist_is_what_the_wheel_is_built_from_and_its_papers(sdist):
    papers = {"pyproject.toml", "PKG-INFO", "README.md", "README.hu.md", "LICENSE", "CHANGELOG.md",
              "CITATION.cff", ".gitignore"}  # fmt: skip

    assert set(sdist) - papers == tracked("autograder", "exercises")


@pytest.mark.parametrize("package", ["wheel", "sdist"])
def test_nothing_of_the_instructors_is_published(package, request):
    files = request.getfixturevalue(package)
    secrets = {
        bare(path.read_bytes())
        for pattern in ("reference.py", "right/*.py")
        for path in (ROOT / "solutions").glob(f"*/*/{pattern}")
    }
    assert len(secrets) > 50

    assert not [name for name in files if PRIVATE.search(name)]
    for name, data in files.items():
        if name.endswith(".py"):
            assert bare(data) not in secrets, name


def bare(source):
    return re.sub(r"\s+", "", ast.unparse(ast.parse(source)))


@pytest.mark.parametrize("package", ["wheel", "sdist"])
def test_the_only_keys_are_those_of_public_cases(package, request):
    files = request.getfixturevalue(package)
    keys = {n.removeprefix("autograder/_course/").removeprefix("exercises/"): data
            for n, data in files.items() if n.endswith("key.json")}  # fmt: skip

    assert keys == {
        p.relative_to(ROOT / "exercises").as_posix(): p.read_bytes()
        for p in (ROOT / "exercises").rglob("*key.json")
    }
    assert not [n for n, data in files.items() if b'"secret":' in data and n.endswith(".json")]


def test_the_wheel_says_what_an_index_shows(wheel):
    (name,) = [name for name in wheel if name.endswith(".dist-info/METADATA")]
    told = BytesParser().parsebytes(wheel[name])

    assert "Programming Language :: Python :: 3.14" in told.get_all("Classifier")
    assert {line.split(",")[0] for line in told.get_all("Project-URL")} >= {
        "Documentation", "Source", "Issues", "Changelog",
    }  # fmt: skip
    assert {"pytest", "notebook", "instructor", "otter", "cluster"} <= set(
        told.get_all("Provides-Extra")
    )
    needed = [line for line in told.get_all("Requires-Dist") if "extra ==" not in line]
    assert not [line for line in needed if line.startswith("pytest")]


def test_the_course_in_the_wheel_can_be_opened(wheel, tmp_path):
    for name, data in wheel.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    code = (
        "import json, autograder\n"
        "from autograder.content import bundled_course_path, load_course\n"
        "course = load_course(bundled_course_path())\n"
        "print(json.dumps([autograder.__file__, str(bundled_course_path()), len(course.exercises)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    module, course, count = json.loads(done.stdout)
    assert Path(module).is_relative_to(tmp_path)
    assert Path(course).is_relative_to(tmp_path)
    assert count == len(list((ROOT / "exercises").glob("*/*/exercise.yaml")))
