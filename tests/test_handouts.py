"""What students get: apart from what is the instructor's, with READMEs, and readable when handed in."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from importlib.util import find_spec

import pytest

from autograder.assignments import question_of
from autograder.authoring import load_programs
from autograder.generating.handouts import NOTEBOOK, write_handout
from autograder.generating.terms import points_table, terms
from autograder.outputs import LIST, output_folder
from autograder.submissions import collect, find_programs
from autograder.submissions.kinds import is_clutter

# Looked for and not imported: importing nbformat takes seconds.
pytestmark = pytest.mark.skipif(
    not (find_spec("nbformat") and find_spec("babel")), reason="needs gradlings[instructor]"
)
IDS = ("zero_it", "step_no_grad", "first_backward")
SHEET = {
    "title": {"en": "First homework", "hu": "Első házi"}, "secret": "0123456789abcdef",
    "variants": 1, "points": 20, "exercises": list(IDS), "quiz": [{"id": "Q14", "points": 2}],
    "due": "2036-12-01T23:59 Europe/Budapest", "late": {"grace": "15 min", "penalty": 10},
}  # fmt: skip
#: What students hand in after working there, relative to the output folder.
FOLDERS = {
    "scripts": "students/scripts", "notebook": "students/notebook", "actions": "students/actions",
    "nbgrader": "instructor/nbgrader/source/hw1",
    **({"otter": "students/otter"} if find_spec("otter") else {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def generate(command):
    """Generates the assignment in a folder, and returns what was told."""

    def generate(place, *targets):
        options = [f"--target={target}" for target in targets]
        sheet = place / "hw1.yaml"
        done = command("generate", sheet, "-o", place / "dist", *options, COLUMNS="500")
        assert done.exit_code == 0, done.output
        return done.stdout

    return generate


@pytest.fixture(scope="module")
def dist(tmp_path_factory, generate):
    place = tmp_path_factory.mktemp("handouts")
    (place / "hw1.yaml").write_text(json.dumps(SHEET), encoding="utf-8")
    generate(place)
    return place / "dist"


def files_below(folder):
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def given(dist, target, place):
    """A copy of what a student of *target* works in."""
    return shutil.copytree(dist / FOLDERS[target], place / target)


def answered(course, exercise):
    return load_programs(course, course.exercise(exercise)).reference


def answer(folder, course, notebook="hw1.ipynb"):
    """Write right answers into what was handed out."""
    for path in folder.glob(notebook):
        data = json.loads(path.read_text(encoding="utf-8"))
        for cell in data["cells"]:
            tag = cell["metadata"].get("gradlings", {})
            if tag.get("role") == "stub":
                cell["source"] = answered(course, tag["exercise"])
        path.write_text(json.dumps(data), encoding="utf-8")
    for path in folder.glob("exercises/*/*.py"):
        path.write_text(answered(course, path.stem), encoding="utf-8")


# Two sides


def test_what_students_get_holds_no_hidden_key_no_salt_and_nothing_private(dist):
    bundle = dist / "instructor/bundle"
    secrets = {SHEET["secret"], json.loads((bundle / "assignment.json").read_text())["salt"]}
    secrets |= {json.loads(p.read_text())["seed"] for p in bundle.glob("keys/*.*.json")}
    assert len(secrets) == 2 + len(IDS)

    for path in files_below(dist / "students"):
        text = path.read_bytes()
        assert not any(secret.encode() in text for secret in secrets), path
        assert stat.S_IMODE(path.stat().st_mode) != 0o600, path
        assert not re.search(r"autograder\.zip|gradescope|moodle|qti|sheet-key", path.name), path
        assert b"BEGIN HIDDEN TESTS" not in text, path
    assert {path.name for path in (dist / "students").iterdir()} == (
        (FOLDERS.keys() - {"nbgrader"}) | {"quiz"}
    )


def test_the_instructors_side_has_bundle_zips_source_and_platforms_files(dist):
    names = {
        path.relative_to(dist / "instructor").as_posix()
        for path in files_below(dist / "instructor")
    }

    assert {
        "README.md", "README.hu.md", "bundle/assignment.json", "gradescope/hw1-gradescope.zip",
        "nbgrader/source/hw1/hw1.ipynb", "nbgrader/nbgrader_config.py", "quiz/hw1.hu.moodle.xml",
        *(["otter/hw1-autograder.zip"] if find_spec("otter") else []),
    } <= names  # fmt: skip


def test_the_instructors_readme_names_what_is_there_and_nothing_else(dist, generate, tmp_path):
    text = (dist / "instructor/README.md").read_text(encoding="utf-8")
    here = {f"{p.name}/" for p in (dist / "instructor").iterdir() if p.is_dir()}
    beside = {f"students/{p.name}/" for p in (dist / "students").iterdir()}
    (tmp_path / "hw1.yaml").write_text(json.dumps(SHEET), encoding="utf-8")

    generate(tmp_path, "scripts")
    alone = (tmp_path / "dist/instructor/README.hu.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^- `([^`]+/)`", text, re.MULTILINE)) == here | beside
    assert set(re.findall(r"^- `([^`]+/)`", alone, re.MULTILINE)) == {
        "bundle/",
        "students/scripts/",
    }
    assert alone.startswith("# Első házi\n")


def test_outputs_at_the_places_of_before_are_removed_but_what_was_edited_stays(generate, tmp_path):
    (tmp_path / "hw1.yaml").write_text(json.dumps(SHEET), encoding="utf-8")
    before = tmp_path / "dist"
    with output_folder(before) as output:
        for name in ("scripts/README.md", "scripts/exercises/x.py", "notebook/hw1.ipynb"):
            output.write(name, "as it was")
    (before / "scripts/README.md").write_text("edited")
    (before / "scripts/mine.txt").write_text("mine")

    told = " ".join(generate(tmp_path, "scripts", "notebook").split())

    assert {p.name for p in files_below(before / "scripts")} == {"README.md", "mine.txt"}
    assert (before / "scripts/README.md").read_text() == "edited"
    assert "scripts/README.md is not needed any more, but it was edited" in told
    assert not (before / "notebook").exists()
    assert " scripts/" not in (before / LIST).read_text().replace("students/scripts/", "")


# READMEs


@pytest.mark.parametrize(
    ("language", "name", "due", "late", "together"),
    [
        ("en", "README.md", "Monday, December 1, 2036, 23:59 (Europe/Budapest, GMT+01:00)",
         "costs 10 % of the points for each day begun", "| **Together** |"),
        ("hu", "README.hu.md", "2036. december 1., hétfő, 23:59 (Europe/Budapest, GMT+01:00)",
         "10 %", "| **Összesen** |"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("target", [*FOLDERS, "quiz"])
def test_a_readme_says_when_for_how_much_and_what_to_hand_in(
    dist, target, language, name, due, late, together
):
    folder = dist / FOLDERS.get(target, "students/quiz")
    text = (folder / name).read_text(encoding="utf-8")
    quiz = target in ("scripts", "notebook", "actions", "quiz")

    assert text.startswith(f"# {SHEET['title'][language]}\n")
    assert due in text
    assert late in text
    worth = dict(re.findall(r"^\| `(\w+)` .* \| ([\d.]+) \|$", text, re.MULTILINE))
    assert worth == {"zero_it": "6.67", "step_no_grad": "6.67", "first_backward": "6.66"}
    assert f"{together} {22 if quiz else 20} |" in text
    assert ("quiz-answers.json" in text) == quiz
    named = re.findall(r"^- `([^`]+)`$", text, re.MULTILINE)
    assert named
    assert [one for one in named if not (folder / one).is_file()] == []
    assert ("pip install torch --index-url" in text) == (target != "quiz")
    assert "{" not in text


def test_a_readme_names_the_notebook_in_its_own_language(dist):
    english, hungarian = (
        (dist / "students/notebook" / name).read_text(encoding="utf-8")
        for name in ("README.md", "README.hu.md")
    )

    assert "`hw1.ipynb`" in english
    assert "`hw1.hu.ipynb`" in hungarian
    assert "`hw1.ipynb`" not in hungarian


@pytest.mark.parametrize(
    ("keys", "said", "unsaid"),
    [
        ({}, ["There is no due date.", "the last one counts"], ["costs", "after"]),
        ({"due": "2036-06-01T12:00+02:00"},
         ["Sunday, June 1, 2036, 12:00 (GMT+02:00)", "later costs no points"], ["day begun"]),
        ({"due": "2036-12-01T23:59Z", "late": {"penalty": 12.5}},
         ["23:59 (GMT+00:00)", "12.5 %"], ["delay", "does not count"]),
        ({"due": "2036-12-01T23:59Z", "late": {"penalty": 5, "grace": "2 h",
                                                "until": "2036-12-03T08:00Z"}},
         ["5 %", "up to 2 hours", "after **Wednesday, December 3, 2036, 08:00"], []),
        ({"due": "2036-12-01T23:59Z", "late": {"penalty": 5, "grace": "1 d"}}, ["up to 1 day "], []),
        ({"attempts": {"keep": "best", "most": 5}}, ["in 5 times; the best"], ["last"]),
        ({"attempts": {"keep": "first"}}, ["Only what you hand in first counts."], ["several"]),
    ],
)  # fmt: skip
def test_the_policy_is_said_as_the_file_has_it(assignment_of, keys, said, unsaid):
    text = terms(assignment_of("zero_it", **keys), "en")

    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in text] == []


def test_points_are_the_assignments_and_quiz_points_one_row(assignment_of):
    quiz = [{"id": "Q14", "points": 1.5}, {"id": "Q40", "points": 0.5}]
    assignment = assignment_of("zero_it", "step_no_grad", points=10, quiz=quiz)

    with_quiz = points_table(assignment, "en", quiz=True).splitlines()
    without = points_table(assignment, "en", quiz=False).splitlines()

    assert with_quiz[-2:] == ["| Questions | 2 |", "| **Together** | 12 |"]
    assert without[-1] == "| **Together** | 10 |"
    assert sum(float(line.split("|")[-2]) for line in without[2:-1]) == 10


def test_an_assignment_in_one_language_has_one_readme_in_it(assignment_of, tmp_path):
    assignment = assignment_of("zero_it", languages=["hu"], title="Házi")

    write_handout(assignment, tmp_path, NOTEBOOK)

    assert [path.name for path in tmp_path.glob("README*")] == ["README.md"]
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Házi\n")
    assert "kell hozzá" in text


# Handed in


def test_a_clone_of_the_github_template_has_no_file_that_is_not_read(dist, tmp_path):
    for student in ("anna", "ben"):
        folder = given(dist, "actions", tmp_path / student)
        (folder / "result.json").write_text("{}")  # as the workflow leaves it
        shutil.copy(dist / "students/quiz/quiz-answers.json", folder)
        if shutil.which("git"):
            subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
            subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    archive = shutil.make_archive(str(tmp_path / "all"), "zip", tmp_path, "anna")

    for found in (collect(tmp_path / "anna"), collect(tmp_path)):
        assert found.unreadable == ()
        assert [a.unread for a in found.attempts] == [()] * len(found.attempts)
    read = {re.sub(r".*actions/", "", f.name) for a in collect(tmp_path).attempts for f in a.files}
    assert {"quiz-answers.json", "exercises/05_grad/zero_it.py"} <= read
    assert archive


@pytest.mark.parametrize("target", FOLDERS)
def test_a_folder_handed_in_whole_gives_the_answers_that_were_written_there(
    dist, target, course, tmp_path
):
    folder = given(dist, target, tmp_path)
    answer(folder, course)

    assert programs_in(folder, course) == {name: answered(course, name).strip() for name in IDS}


@pytest.mark.parametrize("target", [t for t in ("notebook", "otter") if t in FOLDERS])
def test_the_notebook_in_the_other_language_may_stay_beside_untouched(
    dist, target, course, tmp_path
):
    folder = given(dist, target, tmp_path)
    answer(folder, course, "hw1.hu.ipynb")

    assert programs_in(folder, course) == {name: answered(course, name).strip() for name in IDS}


def test_untouched_scripts_beside_an_answered_notebook_are_no_answers(dist, course, tmp_path):
    folder = given(dist, "notebook", tmp_path)
    answer(folder, course)
    shutil.copytree(dist / "students/scripts/exercises", folder / "exercises")

    assert programs_in(folder, course) == {name: answered(course, name).strip() for name in IDS}


def test_of_two_notebooks_with_answers_the_last_by_name_still_counts(dist, course, tmp_path):
    folder = given(dist, "notebook", tmp_path)
    answer(folder, course)
    other = folder / "hw1.hu.ipynb"
    other.write_text(other.read_text("utf-8").replace("NotImplementedError", "KeyError"), "utf-8")

    assert programs_in(folder, course)["zero_it"] == answered(course, "zero_it").strip()


def test_what_was_handed_out_and_left_untouched_is_still_graded_as_such(dist, course, tmp_path):
    folder = given(dist, "notebook", tmp_path)

    found = programs_in(folder, course)

    assert found.keys() == set(IDS)
    for name, text in found.items():
        assert course.exercise(name).stub("en").strip().splitlines()[-1] in text


def programs_in(folder, course):
    """The answers that the reader finds in *folder*, without what a notebook brings beside them."""
    files = [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in files_below(folder)]
    read = [(n, data) for n, data in files if n.endswith((".py", ".ipynb")) and not is_clutter(n)]
    questions = [question_of(course.exercise(name)) for name in IDS]
    found = find_programs(read, questions)
    assert found.unread == ()
    wanted = {name: answered(course, name).strip() for name in IDS}
    return {
        name: wanted[name] if wanted[name] in text else text.strip()
        for name, text in found.by_exercise.items()
    }
