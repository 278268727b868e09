"""Generated notebooks begin by installing what is missing: Colab, Kaggle, a bare JupyterLab."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from autograder import __version__
from autograder.authoring import load_programs
from autograder.judging import Outcome
from autograder.submissions import Cell, answer_in, read_cells

pytestmark = pytest.mark.skipif(
    not (find_spec("nbformat") and find_spec("IPython")), reason="needs a notebook's kernel"
)
ANSWER = "import torch\n\ndef zero_it(W, x, y, lr, steps):\n    return 'mine'\n"
WHEEL = f"gradlings-{__version__}-py3-none-any.whl"
CPU = "--extra-index-url https://download.pytorch.org/whl/cpu"


@pytest.fixture(scope="module")
def dist(tmp_path_factory, command):
    """An assignment in both languages, for the targets that have notebooks."""
    folder = tmp_path_factory.mktemp("assignment")
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "variants": 1,
        "exercises": ["zero_it"], "languages": ["en", "hu"],
    }  # fmt: skip
    (folder / "hw1.yaml").write_text(json.dumps(sheet), encoding="utf-8")
    targets = ["scripts", "notebook", "nbgrader", *(["otter"] if find_spec("otter") else [])]
    options = [f"--target={target}" for target in targets]
    done = command("generate", folder / "hw1.yaml", "-o", folder / "dist", *options)
    assert done.exit_code == 0, done.output
    return folder / "dist"


NOTEBOOKS = {
    "notebook": "students/notebook/hw1.ipynb",
    "hungarian": "students/notebook/hw1.hu.ipynb",
    "nbgrader": "instructor/nbgrader/source/hw1/hw1.ipynb",
    "otter": "students/otter/hw1.ipynb",
}


@pytest.fixture(params=NOTEBOOKS)
def notebook(request, dist):
    path = dist / NOTEBOOKS[request.param]
    if request.param == "otter" and not path.exists():
        pytest.skip("needs otter-grader")
    return json.loads(path.read_text(encoding="utf-8"))


#: The others begin with the same cell as one of these, in another language.
each_cell = pytest.mark.parametrize("notebook", ["otter", "notebook"], indirect=True)


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source_of(cell):
    return "".join(cell["source"])


def install_cell(notebook):
    return source_of(code_cells(notebook)[0])


def asked_of_pip(cell, folder, *, missing=(), fails=False):
    """
    What *cell* asks of ``%pip``, run by a real IPython in which *missing* can't be imported;
    where it is to fail, what it says.
    """
    (folder / "cell.py").write_text(cell, encoding="utf-8")
    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell, asked = InteractiveShell.instance(), []\n"
        "shell.register_magic_function(asked.append, 'line', 'pip')\n"
        "for name in sys.argv[1:]:\n"
        "    sys.modules[name] = None\n"
        "done = shell.run_cell(Path('cell.py').read_text(encoding='utf-8'))\n"
        "assert done.success, done\n"
        "print(json.dumps(asked))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *missing],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout if fails else json.loads(done.stdout.splitlines()[-1])


@pytest.mark.by_day(1)
@each_cell
def test_where_everything_is_there_nothing_is_installed(notebook, tmp_path):
    assert asked_of_pip(install_cell(notebook), tmp_path) == []


@pytest.mark.by_day(1)
@each_cell
def test_where_gradlings_is_missing_the_wheel_beside_the_notebook_is_installed(notebook, tmp_path):
    (tmp_path / WHEEL).write_bytes(b"")

    (asked,) = asked_of_pip(install_cell(notebook), tmp_path, missing=["autograder"])

    assert asked.startswith(f"install --quiet {CPU} {WHEEL}")


@pytest.mark.parametrize("notebook", NOTEBOOKS, indirect=True)
def test_without_the_wheel_the_cell_asks_for_it_and_no_index_for_our_name(notebook, tmp_path):
    told = asked_of_pip(install_cell(notebook), tmp_path, missing=["autograder"], fails=True)

    assert "FileNotFoundError" in told
    assert WHEEL in told
    assert not re.search(r"pip install.* gradlings\b", install_cell(notebook))


CHAPTERS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS[:2], ids=lambda path: path.name)
def test_a_chapters_notebook_fetches_our_wheel_from_the_release_where_our_source_is(path, tmp_path):
    project = (path.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    source = re.search(r'^Source = "(.+)"$', project, re.MULTILINE)[1]
    cell = install_cell(json.loads(path.read_text(encoding="utf-8")))

    (fetched,) = asked_of_pip(cell, tmp_path, missing=["autograder"])
    (tmp_path / WHEEL).write_bytes(b"")
    (uploaded,) = asked_of_pip(cell, tmp_path, missing=["autograder"])

    release = f"{source}/releases/download/v{__version__}/{WHEEL}"
    assert fetched == f"install --quiet {CPU} {release}"
    assert uploaded == f"install --quiet {CPU} {WHEEL}"


def test_no_notebook_of_a_chapter_asks_an_index_for_our_name():
    assert CHAPTERS
    for path in CHAPTERS:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"gradlings==|pip install[^\n]* gradlings\b", text), path.name


def test_otters_notebook_installs_otter_too(dist, tmp_path):
    path = dist / NOTEBOOKS["otter"]
    if not path.exists():
        pytest.skip("needs otter-grader")
    cell = install_cell(json.loads(path.read_text(encoding="utf-8")))

    (asked,) = asked_of_pip(cell, tmp_path, missing=["otter"])

    assert asked.endswith("'otter-grader>=7,<8'")


# What is read of a notebook


def as_colab_saves(notebook):
    """Without our metadata and without ids."""
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {}


def as_it_was(_notebook):
    pass


@pytest.mark.parametrize("saved", [as_it_was, as_colab_saves])
def test_the_cell_that_installs_is_no_part_of_the_answer(notebook, saved, course, grader, tripped):
    exercise = course.exercise("zero_it")
    right = load_programs(course, exercise).reference
    for cell in code_cells(notebook):
        if "def zero_it" in source_of(cell):
            cell["source"] = right
    saved(notebook)

    cells = read_cells(json.dumps(notebook).encode(), "hw1.ipynb")
    program = answer_in(cells, "zero_it", "zero_it")

    statements = re.sub(r"#.*", "", program)
    assert not re.search(r"\b(autograder|glob|wheels|needed|pip|otter)\b", statements)
    assert grader.grade(program, exercise).outcome is Outcome.PASSED
    assert tripped == []


@pytest.mark.parametrize(
    "cell",
    [
        "try:\n    import autograder.notebook\nexcept ImportError:\n    !pip install gradlings",
        "try:\n    import autograder\n    import otter\nexcept ImportError:\n    %pip install x\n    %pip install y",
        "# Telepíti, ami kell\r\ntry:\r\n    import autograder.notebook\r\nexcept ImportError:\r\n    %pip install x",
        "try:\n    from autograder.notebook import check\nexcept ModuleNotFoundError as missing:\n"
        "    print(missing)\n    %pip install gradlings\nfinally:\n    pass",
    ],
)  # fmt: skip
def test_other_ways_to_write_it_are_left_out_too(cell):
    from autograder.submissions import without_magics

    program = answer_in([Cell(without_magics(cell)), Cell(ANSWER)], "zero_it", "zero_it")

    assert "autograder" not in re.sub(r"#.*", "", program)
    compile(program, "answer", "exec")


def test_a_try_of_the_learners_own_stays():
    mine = "try:\n    import autograder\n    scale = 2\nexcept ImportError:\n    scale = 1\n"

    program = answer_in([Cell(mine), Cell(ANSWER)], "zero_it", "zero_it")

    assert "scale = 2" in program


# What lies beside it


@pytest.mark.parametrize(
    "target",
    ["students/scripts", "students/notebook", "students/otter", "instructor/nbgrader/source/hw1"],
)
def test_what_is_handed_out_holds_our_wheel_and_says_how_to_install_it(dist, target):
    folder = dist / target
    if not folder.exists():
        pytest.skip("needs otter-grader")

    for name, language in (("README.md", "You need Python"), ("README.hu.md", "kell hozzá")):
        text = (folder / name).read_text(encoding="utf-8")
        lines = text.split("```sh\n")[1].split("```")[0].splitlines()
        assert language in text
        assert lines[-2:] == [
            "pip install torch --index-url https://download.pytorch.org/whl/cpu",
            f"pip install {WHEEL}"
            if target == "students/scripts"
            else f'pip install "{WHEEL}[notebook]" jupyterlab',
        ]
        assert "`py -m venv .venv`" in text
        assert "macOS 14" in text
    assert (folder / WHEEL).stat().st_size > 100_000


def test_where_no_wheel_can_be_built_the_hand_out_says_which_file_is_missing(
    assignment_of, tmp_path, monkeypatch
):
    from autograder.generating import handouts
    from autograder.generating.wheel import GeneratingError

    def without_a_network(_folder: Path, *, torch: bool) -> Path:
        raise GeneratingError("our wheel can't be built")

    monkeypatch.setattr(handouts, "our_wheel", without_a_network)
    handouts.write_handout(assignment_of("zero_it"), tmp_path, handouts.SCRIPTS, ["zero_it.py"])

    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"\npip install {WHEEL}\n" in text
    assert f"The file `{WHEEL}` belongs here" in text
    assert not list(tmp_path.glob("*.whl"))
