"""
Otter's kernel finds nothing of the student's, and no key: by the real ``otter run``.

Each attack is shown to work with this wall down (``otter_without_walls.py``), so that its failing
tells of the wall; that is done at night.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from courses import bundled_course

from autograder.authoring import load_programs
from autograder.sandbox.walls.folders import remove_folder

# Looked for and not imported: it is otter's own process that needs them.
pytestmark = pytest.mark.skipif(
    not (find_spec("otter") and find_spec("dill")), reason="needs otter"
)

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
ID, OTHER = "step_no_grad", "zero_it"
COURSE = bundled_course()
PROGRAMS = load_programs(COURSE, COURSE.exercise(ID))
WRONG = min(PROGRAMS.wrong.items())[1]
#: The first is right; of the second, worth as much, a claim is wrong: two of its three points are left.
PARTLY = "loss_after_the_step"
ANSWERS = {
    ID: PROGRAMS.reference, OTHER: load_programs(COURSE, COURSE.exercise(OTHER)).wrong[PARTLY],
}  # fmt: skip
WORTH, MOST = 3.0 + 2.0, 3.0 + 3.0

#: A module of the student's that says that it was run, and then becomes the one it stands for.
MARKS = """
import os as _os, sys as _sys
with open(_os.environ["OWNED"], "a") as _file:
    _file.write(__file__ + "\\n")
_here = _os.path.dirname(_os.path.abspath(__file__))
_sys.path[:] = [p for p in _sys.path if _os.path.abspath(p or ".") != _here]
"""
BECOMES = """
if __name__ == "__main__":
    import runpy as _runpy
    _runpy.run_module(__spec__.name, run_name="__main__", alter_sys=True)
else:
    _sys.modules.pop(__name__)
    try:
        import importlib as _importlib
        _sys.modules[__name__] = _importlib.import_module(__name__)
    except ImportError:
        pass
"""
#: Whose tests of otter's say that all is well.
FORGES = """
import sys, types
__path__ = []
otter_plugin = sys.modules["autograder.otter_plugin"] = types.ModuleType("autograder.otter_plugin")
otter_plugin.claim = lambda *a, **k: None
"""
#: Looks for hidden keys as it is loaded in the place of what starts the kernel.
SEEKS = """
import glob as _glob, zipfile as _zipfile
_found = [
    name
    for zip in _glob.glob(_os.path.join(_here, "../source/files/*.zip"))
    for name in _zipfile.ZipFile(zip).namelist()
    if name.startswith("keys/")
]
with open(_os.environ["OWNED"], "a") as _file:
    _file.write(f"keys: {_found}\\n")
"""
#: Main files, by name. Otter opens one of that name, so it can't just be taken away beforehand.
MAINS = {
    "autograder.py": FORGES,
    "ipykernel_launcher.py": MARKS + SEEKS + BECOMES,
    "otter.py": MARKS + BECOMES,
    "sitecustomize.py": MARKS,
}
#: What lies beside a notebook, by name; all of it at once.
BESIDE = {
    **dict.fromkeys(
        (
            "ipykernel_launcher.py", "otter.py", "autograder.py", "pickle.py", "zmq.py",
            "nbformat/__init__.py", "IPython/__init__.py",
        ),
        MARKS + BECOMES,
    ),
    **dict.fromkeys(
        (
            "sitecustomize.py", "usercustomize.py", "torch.py", "conftest.py", "__init__.py", "ipython_config.py",
            "jupyter_config.py", "jupyter_nbconvert_config.py", "setup.py", "tests/step.py",
            ".ipython/profile_default/startup/00.py", ".jupyter/jupyter_config.py", "a b.py",
            "templates/python/index.py.j2", ".local/share/jupyter/kernels/python3/kernel.py",
        ),
        MARKS,
    ),
    "evil.pth": "import os; open(os.environ['OWNED'], 'a').write('pth')\n",
    "pyvenv.cfg": "home = .\n",
    ".env": "PYTHONPATH=.\n",
    "a/" * 900 + "deep.py": MARKS,
}  # fmt: skip


class Unpickled:
    def __reduce__(self):
        return exec, ("import os\nopen(os.environ['OWNED'], 'a').write('.OTTER_LOG')",)


class Target:
    """An assignment's zip for otter, and what ``otter run`` makes of a hand-in."""

    def __init__(self, place, command):
        self.place = place
        sheet = {
            "title": "Homework", "secret": "of the instructor's", "exercises": [ID, OTHER], "variants": 2,
        }  # fmt: skip
        (place / "hw1.yaml").write_text(json.dumps(sheet))
        command("generate", place / "hw1.yaml", "-o", place / "dist", "--target", "otter")
        self.archive = place / "dist/instructor/otter/hw1-autograder.zip"
        key = next((place / "dist/instructor/bundle/keys").glob(f"{ID}.*.json"))
        self.seed = json.loads(key.read_text())["seed"]

    def notebook(self, **metadata):
        """A notebook with the answers."""
        notebook = json.loads((self.place / "dist/students/otter/hw1.ipynb").read_text())
        notebook["metadata"] |= metadata
        for cell in notebook["cells"]:
            tag = cell["metadata"].get("gradlings", {})
            if tag.get("role") == "stub":
                cell["source"] = ANSWERS[tag["exercise"]]
        return json.dumps(notebook)

    def run(self, submission, *, walls=True, **environment):
        """Grade the file at *submission*."""
        here = submission.parent
        # A name that is nobody's module; the interpreter's own folder is its first place to look.
        otter = [BIN / "otter"] if walls else [sys.executable, HERE / "otter_without_walls.py"]
        temporary = here / "temporary"
        temporary.mkdir()
        (here / "out").mkdir()
        done = subprocess.run(
            [*otter, "run", submission, "-a", self.archive, "-o", here / "out"],
            capture_output=True, text=True, check=False, timeout=900, cwd=self.place,
            env={
                **os.environ, "TMPDIR": str(temporary), "OWNED": str(here / "owned"),
                "PYTHONPATH": str(HERE / "kernel_looks_around"), "KERNEL_SEEKS": self.seed,
                "KERNEL_SAW": str(here / "saw.json"), **environment,
            },
        )  # fmt: skip
        return Graded(done, here)


class Graded:
    """What there is to see after an ``otter run``."""

    def __init__(self, done, here):
        self.code, self.output = done.returncode, done.stdout + done.stderr
        results = here / "out/results.json"
        self.report = results.read_text() if results.exists() else '{"tests": []}'
        tests = json.loads(self.report)["tests"]
        self.score = sum(test.get("score", 0) for test in tests)
        owned = here / "owned"
        self.owned = owned.read_text() if owned.exists() else ""
        self.saw = (
            json.loads((here / "saw.json").read_text()) if (here / "saw.json").exists() else {}
        )
        self.left = sorted(path.name for path in (here / "temporary").iterdir())
        # Without walls, a tree is left that pytest can't remove either: it is too deep.
        remove_folder(here / "temporary")


@pytest.fixture(scope="module")
def target(tmp_path_factory, command):
    return Target(tmp_path_factory.mktemp("otter"), command)


def saved(place, name, content):
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def handed_in(target, place):
    """The answers in a notebook with everything beside it, as a zip in the new folder *place*."""
    place.mkdir()
    with zipfile.ZipFile(place / "s.zip", "w") as archive:
        archive.writestr("hw1.ipynb", target.notebook())
        archive.writestr(".OTTER_LOG", pickle.dumps(Unpickled()))
        for name, content in BESIDE.items():
            archive.writestr(name, content)
    return place / "s.zip"


@pytest.fixture(scope="module")
def graded(target, tmp_path_factory):
    return target.run(handed_in(target, tmp_path_factory.mktemp("graded") / "up"))


def test_right_and_wrong_answers_have_their_points_and_the_idea_is_named(graded):
    assert graded.score == WORTH, graded.output
    assert f"({PARTLY})" in graded.report


def test_the_kernel_finds_no_key_and_no_file_of_the_students(graded):
    assert graded.saw["folder"] == ["tests"]
    assert sorted(graded.saw["tests"]) == [f"{ID}.py", f"{OTHER}.py"]
    assert graded.saw["looked through"] >= 3, "our wheel, our verdicts, otter's tests"
    assert graded.saw["keys"] == []


def test_what_lies_beside_a_notebook_is_gone_before_anything_could_load_it(graded):
    assert graded.owned == "", graded.output
    assert graded.left == []


@pytest.mark.nightly
def test_without_the_wall_what_lies_beside_a_notebook_is_loaded(target, tmp_path):
    without = target.run(handed_in(target, tmp_path / "down"), walls=False)

    for name in ("ipykernel_launcher.py", ".OTTER_LOG", "otter.py"):
        assert name in without.owned, (name, without.output)


def found_by_name(name):
    """The environment in which a main file of this *name* would be found as a module."""
    # In the kernel, a relative path leads to where it starts.
    return {"PYTHONPATH": f".:{HERE / 'kernel_looks_around'}"} if "site" in name else {}


@pytest.mark.nightly
@pytest.mark.parametrize("name", MAINS)
def test_a_main_file_with_the_name_of_a_module_is_graded_and_never_run(target, tmp_path, name):
    graded = target.run(saved(tmp_path, name, MAINS[name] + WRONG), **found_by_name(name))

    assert (graded.score, graded.owned) == (0, ""), graded.output
    assert graded.code == 0
    assert graded.left == []


@pytest.mark.nightly
@pytest.mark.parametrize("name", MAINS)
def test_without_the_wall_a_main_file_with_the_name_of_a_module_is_run(target, tmp_path, name):
    main = saved(tmp_path, name, MAINS[name] + WRONG)
    without = target.run(main, walls=False, **found_by_name(name))

    assert without.owned or without.score == MOST, without.output
    assert name != "ipykernel_launcher.py" or f"keys/{ID}.0.json" in without.owned


@pytest.mark.nightly
def test_a_notebook_that_names_a_kernel_of_its_own_gets_ours(target, tmp_path):
    kernel = {"kernelspec": {"name": "of-the-students", "display_name": "x", "language": "x"}}
    notebook = target.notebook(**kernel)
    graded = target.run(saved(tmp_path / "up", "hw1.ipynb", notebook))
    without = target.run(saved(tmp_path / "down", "hw1.ipynb", notebook), walls=False)

    assert "No such kernel named of-the-students" in without.output
    assert graded.score == WORTH, graded.output


def test_a_tree_deeper_than_python_has_frames_and_paths_may_be_long_is_removed(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    outside = saved(tmp_path, "outside/kept.txt", "kept")
    here = os.open(tree, os.O_RDONLY)
    for number in range(3000):
        os.mkdir("deep", dir_fd=here)
        below = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.symlink(outside.parent, "link", dir_fd=below)
        if number % 500 == 0:
            os.mkdir("sealed", 0o000, dir_fd=below)
        os.close(here)
        here = below
    os.close(here)

    remove_folder(tree, seconds=600)  # However busy the machine is.

    assert not tree.exists()
    assert outside.read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside"]
