"""The documentation: its commands are run, its links lead somewhere, its site builds."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import metadata
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from autograder.assignments import load_assignment
from autograder.assignments.decisions import load_decisions
from autograder.cli import cli
from autograder.cli.later import loaded
from autograder.generating.cells import TORCH_INDEX

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("README*.md")])
RUN = ("learner.md", "learner.hu.md", "instructor.md", "author.md")
TODO = "    raise NotImplementedError\n"

FENCE = re.compile(
    r"(?:^<!-- (?P<what>file|add to|instead of): (?P<path>\S+) -->\n)?"
    r"^```(?P<language>[\w{}-]*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
EXIT_CODE = re.compile(r"#\s*(?:exit code|kilépési kód:)\s*(\d)\s*$")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Command:
    """What stands after a ``$``, and the exit code that the page names beside it."""

    words: tuple[str, ...]
    code: int


@dataclass(frozen=True)
class Writing:
    """A block that the page tells the reader to write into a file."""

    path: str
    text: str
    what: str


def steps_of(page):
    """What a reader of *page* does, in order."""
    for block in FENCE.finditer(page.read_text(encoding="utf-8")):
        if block["what"]:
            yield Writing(block["path"], block["text"], block["what"])
        for line in block["text"].splitlines() if block["language"] == "console" else ():
            if line.startswith("$ "):
                told = EXIT_CODE.search(line)
                words = shlex.split(line[2:], comments=True)
                yield Command(tuple(words), int(told[1]) if told else 0)


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def write(step):
    path = Path(step.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if step.what == "add to":
        text = path.read_text(encoding="utf-8") + "\n" + step.text
    elif step.what == "file" and path.exists():
        stub = path.read_text(encoding="utf-8")
        assert stub.count(TODO) == 1, f"{path} has no one place to write into"
        text = stub.replace(TODO, step.text)
    else:
        text = step.text
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A folder with the course and its solutions, as in a clone; commands find the course there."""
    for name in ("exercises", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    course = tmp_path / "exercises"
    monkeypatch.setattr("autograder.facade.courses.bundled_course_path", lambda: course)
    return tmp_path


@pytest.mark.parametrize(
    "page", [p if p == "learner.md" else pytest.param(p, marks=pytest.mark.nightly) for p in RUN]
)
def test_every_command_of_the_page_ends_as_the_page_says(
    page, course, lent, request, tmp_path, monkeypatch
):
    monkeypatch.setattr("autograder.facade.classes.cores", lambda: 1)  # One student fills no more.
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    if page == "author.md":
        request.getfixturevalue("clone")
    else:  # They change nothing in the course, so it is read once.
        monkeypatch.setattr("autograder.facade.courses.load_course", lambda _path: course)
    steps = list(steps_of(DOCS / page))

    for step in steps:
        match step:
            case Writing():
                write(step)
            case Command(("cd", folder)):
                monkeypatch.chdir(folder)
            case Command(("gradlings", *arguments), code):
                done = CliRunner().invoke(cli, arguments)
                assert done.exit_code == code, f"gradlings {arguments}:\n{done.output}"
                if arguments[:2] == ["assignment", "new"]:  # Fifty sets take half a minute to make.
                    sheet = Path(arguments[2])
                    sheet.write_text(sheet.read_text("utf-8") + "variants: 2\n", "utf-8")
            case _:
                pytest.fail(f"{page}: what is not run belongs in a block of sh: {step}")

    shown = re.findall(r"^\s*\$ ", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(shown) == sum(isinstance(step, Command) for step in steps), "one was not run"


@pytest.mark.nightly
@pytest.mark.skipif(not (shutil.which("tmux") and shutil.which("vim")), reason="needs tmux and vim")
def test_recordings_show_what_is_shown_today():
    command = [sys.executable, str(ROOT / "scripts" / "recordings.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_learner_pages_say_the_same_in_both_languages():
    english, hungarian = (DOCS / name for name in ("learner.md", "learner.hu.md"))

    def told(page):
        text = page.read_text(encoding="utf-8")
        return [len(mark) for mark in re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)]

    def done(page):
        # The name of the working copy and its language are the reader's.
        steps = [step for step in steps_of(page) if step not in named(page)]
        return [(type(step), getattr(step, "words", None) or step.path) for step in steps]

    def named(page):
        return [
            step
            for step in steps_of(page)
            if isinstance(step, Command) and (step.words[0] == "cd" or step.words[1] == "init")
        ]

    assert told(english) == told(hungarian)
    assert done(english) == done(hungarian)


def test_readmes_say_the_same_in_both_languages():
    english, hungarian = (
        (ROOT / name).read_text("utf-8") for name in ("README.md", "README.hu.md")
    )

    def told(text):
        levels = [len(mark) for mark in re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)]
        return levels, set(re.findall(r"gradlings [a-z]+", text)), text.count("\n|")

    def links(text):
        # A page that exists in both languages is linked in the reader's own, and the READMEs each other.
        both = re.sub(r"\.hu\.(md|png)", r".\1", "\n".join(LINK.findall(text)))
        return {link for link in both.splitlines() if "img.shields.io" not in link}

    assert told(english) == told(hungarian)
    assert links(english) == links(hungarian)


# Installing


@pytest.mark.parametrize("name", ["README.md", "README.hu.md", *RUN[:3]])
def test_every_page_that_installs_has_the_line_for_torch_without_cuda(name):
    page = ROOT / name if name.startswith("README") else DOCS / name
    text = page.read_text(encoding="utf-8")

    assert f"pip install torch --index-url {TORCH_INDEX}" in text
    assert text.index(TORCH_INDEX) < text.index(
        "gradlings init" if "README" in name else "```console"
    )


@pytest.mark.parametrize("name", ["learner.md", "learner.hu.md"])
def test_a_learner_begins_with_the_wheel_and_needs_no_copy_with_solutions(name):
    text = (DOCS / name).read_text(encoding="utf-8")
    first = text.split("```sh\n")[1].split("```")[0].splitlines()

    assert first[-1] == "pip install gradlings-*.whl"
    assert not re.search(r"solutions/|git clone|constraints\.txt|pip install \.|make ", text)


def test_every_extra_that_learners_and_teachers_choose_is_named_in_the_readme():
    extras = set(metadata("gradlings").get_all("Provides-Extra")) - {"dev", "docs", "mutation"}

    for page in ("README.md", "README.hu.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert {extra for extra in extras if f"`{extra}`" in text} == extras


def test_what_we_publish_names_one_place_for_the_source():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    source = re.search(r'^Source = "https://github.com/(.+)"$', project, re.MULTILINE)[1]
    pages = [*PAGES, ROOT / "SECURITY.md", ROOT / "pyproject.toml",
             *(ROOT / ".github").rglob("*.yml")]  # fmt: skip

    named = {
        found
        for page in pages
        for found in re.findall(
            r"(?:github\.com|codespaces\.new)/([\w.-]+/[\w.-]+)", page.read_text(encoding="utf-8")
        )
    }
    assert named == {source}


@pytest.mark.parametrize("name", ["course.md", "course.hu.md"])
def test_each_chapter_of_the_map_leads_to_a_notebook_of_ours(name):
    text = (DOCS / name).read_text(encoding="utf-8")
    linked = re.findall(
        r"colab\.research\.google\.com/github/[^/]+/[^/]+/blob/main/([^)]+)\)", text
    )

    assert len(linked) == len(list((ROOT / "exercises").glob("*/chapter.yaml"))) > 5
    assert [path for path in linked if not (ROOT / path).is_file()] == []


def test_no_notebook_of_a_chapter_holds_a_solution():
    public = [flat(path.read_text(encoding="utf-8"))
              for path in (ROOT / "exercises").glob("*/*/*") if path.suffix in {".py", ".md"}]  # fmt: skip
    right = [path for name in ("reference.py", "right/*.py")
             for path in (ROOT / "solutions").glob(f"*/*/{name}")]  # fmt: skip
    found = {body for path in right for body in bodies(path) if len(body) > 12}
    # A stub may hold a line that an earlier exercise asks for.
    secrets = {body for body in found if not any(body in text for text in public)}
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(secrets) > 50
    assert notebooks

    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = flat("\n".join("".join(cell["source"]) for cell in cells))
        assert [body for body in secrets if body in shown] == [], path.name
        assert all(not cell.get("outputs") for cell in cells)


# Commands


def commands(group=cli, before=()):
    for name, command in ((name, loaded(later)) for name, later in group.commands.items()):
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_every_command_is_documented(words):
    named = f"gradlings {' '.join(words)}"
    if words == ("quiz", "ask"):
        named = "gradlings quiz 05_grad"  # how it is written

    assert any(re.search(rf"{named}\b", page.read_text(encoding="utf-8")) for page in PAGES), (
        f"no page has `{named}`"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_command_or_an_option_that_does_not_exist(page):
    known = dict(commands())
    text = page.read_text(encoding="utf-8")
    used = re.findall(r"^(?:    |\$ )gradlings ([^\n]+)|`gradlings ([^`\n]+)`", text, re.MULTILINE)

    for line in ("".join(parts) for parts in used):
        for one in line.split("&&"):
            words = one.replace("gradlings", "").split("   ")[0].split()
            while words and words[0] == "--lang":
                words = words[2:]
            if not words or words[0].startswith("-"):
                continue
            assert (words[0],) in known, f"{page.name}: gradlings {one}"
            command = known[words[0],]
            if isinstance(command, click.Group):
                command = known.get(tuple(words[:2]), known.get((words[0], "ask")))
            spelled = [(*option.opts, *option.secondary_opts) for option in command.params]
            options = {name for names in spelled for name in names} | {"--help"}
            unknown = {word for word in words if re.fullmatch(r"--?[a-z-]+", word)} - options
            assert not unknown, f"{page.name}: gradlings {one}"


# Links, pictures, secrets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_and_picture_exists(page):
    text = without_code(page.read_text(encoding="utf-8"))
    targets = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:|#", link)]

    missing = [link for link in targets if not (page.parent / link.split("#")[0]).is_file()]

    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_is_described_in_words(page):
    described = re.findall(r"!\[([^\]]*)\]\(", without_code(page.read_text(encoding="utf-8")))

    assert all(len(words.split()) > 2 for words in described)


def bodies(path):
    """The body of each function in *path*, a line for each statement, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            rest = node.body[1:] if ast.get_docstring(node) else node.body
            yield flat("\n".join(ast.unparse(statement) for statement in rest))


def flat(code):
    lines = (re.sub(r"\s", "", line) for line in code.splitlines())
    return "\n" + "\n".join(line for line in lines if line) + "\n"


def test_no_page_holds_a_solution():
    right = [
        *(ROOT / "solutions").glob("*/*/reference.py"),
        *(ROOT / "solutions").glob("*/*/right/*.py"),
    ]
    assert right
    secrets = {body for path in right for body in bodies(path) if len(body) > 12}

    for page in PAGES:
        shown = flat(page.read_text(encoding="utf-8"))
        found = [body for body in secrets if body in shown]
        assert not found, f"{page.name} shows the body of a solution: {found}"


# Contracts


def contract(heading):
    """The keys in the first JSON block under *heading* of the reference."""
    text = (DOCS / "reference.md").read_text(encoding="utf-8").split(f"### {heading}\n")[1]
    return shape(
        json.loads(next(m["text"] for m in FENCE.finditer(text) if m["language"] == "json"))
    )


def shape(data):
    match data:
        case dict():
            return {key: shape(value) for key, value in data.items()}
        case list():
            return shape(data[0]) if data else None
    return type(data).__name__


def test_the_reference_has_the_json_of_check(lent, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(cli, ["init", "."])
    told = CliRunner().invoke(cli, ["check", "step_no_grad", "--json"]).output

    assert shape(json.loads(told)) == contract("gradlings check --json")


def test_the_reference_has_the_json_of_a_quiz_answer():
    told = CliRunner().invoke(cli, ["quiz", "answer", "Q14", "6", "--json"]).output

    assert shape(json.loads(told)) == contract("gradlings quiz answer --json")


@pytest.mark.parametrize("command", ["gradlings lint --json", "gradlings lock --check --json"])
def test_the_reference_has_the_json_of_authors_commands(lent, tmp_path, command):
    course = Path(shutil.copytree(ROOT / "examples" / "numpy_course", tmp_path / "course"))
    walk = course / "exercises" / "03_memory" / "walk"
    stub = (walk / "stub.py").read_text(encoding="utf-8")
    (walk / "stub.py").write_text(stub.replace("def walk", "def wlak"), encoding="utf-8")
    words = command.split()[1:]
    told = CliRunner().invoke(cli, ["--course", str(course), *words, "walk"]).output

    assert shape(json.loads(told)) == contract(command)


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    if any(find_spec(name) is None for name in ("sphinx", "myst_parser", "furo")):
        pytest.skip("the site needs: pip install 'gradlings[docs]'")
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d",
               str(target / "trees"), str(DOCS), str(target / "html")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return target / "html"


@pytest.mark.nightly
def test_the_site_builds_without_warnings_and_has_every_page(site):
    assert {page.stem for page in site.glob("*.html")} >= {page.stem for page in DOCS.glob("*.md")}


@pytest.mark.nightly
def test_no_page_of_the_site_loads_anything_from_elsewhere(site):
    loaded = re.compile(
        r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"((?:https?:)?//[^\"]+)"
        r"|@import[^;]+//|url\([\"']?((?:https?:)?//[^)]+)"
    )
    files = [*site.rglob("*.html"), *site.rglob("*.css")]

    found = {file.name: hit[0] for file in files if (hit := loaded.search(file.read_text("utf-8")))}

    assert not found


@pytest.mark.nightly
def test_hungarian_pages_say_that_they_are_hungarian(site):
    assert '<html class="no-js" lang="hu"' in (site / "learner.hu.html").read_text("utf-8")
    assert '<html class="no-js" lang="en"' in (site / "learner.html").read_text("utf-8")


@pytest.mark.nightly
def test_the_reference_has_every_public_name_of_probing_and_notebook(site):
    from autograder import notebook, probing

    text = (site / "reference.html").read_text("utf-8")
    names = [f"autograder.probing.{name}" for name in probing.__all__]
    names += [f"autograder.notebook.{name}" for name in notebook.__all__]

    assert not [name for name in names if f'id="{name}"' not in text]


def yaml_blocks(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    return [block["text"] for block in FENCE.finditer(text) if block["language"] == "yaml"]


def test_the_example_of_an_assignment_is_one(course, tmp_path):
    path = tmp_path / "hw1.yaml"
    path.write_text(yaml_blocks("assignments.md")[0], encoding="utf-8")

    assignment = load_assignment(path, course)

    assert assignment.points == 100 + sum(task.points for task in assignment.quiz)


def test_the_example_of_decisions_is_one(tmp_path):
    path = tmp_path / "adjust.yaml"
    path.write_text(yaml_blocks("assignments.md")[1], encoding="utf-8")

    assert len(load_decisions(path, {"zero_it": 25.0})) == 4
