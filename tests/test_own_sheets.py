"""A quiz sheet for each student: its numbers are theirs alone, its key stands apart, and it counts as their own."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from courses import miniature_course

from autograder.assignments import load_assignment, open_bundle
from autograder.cli import cli
from autograder.errors import InputError
from autograder.facade.assignments import make_outputs
from autograder.facade.classes import grade_class
from autograder.grading.quizzes import quiz_work
from autograder.languages import words_in
from autograder.rosters import RosterError
from autograder.submissions import read_responses

pytestmark = pytest.mark.usefixtures("lent")
COURSE = miniature_course()
ROSTER = """id,name,email,section
akiss,"Kiss, Anna",anna@x.hu,1
bnagy,Nagy Béla,bela@x.hu,1
../../etc/passwd,<script>alert(1)</script> `x`,evil@x.hu,1
,Twin,,1
,Twin,,2
"""
LONG = f"{'x' * 300},{'Y' * 300},long@x.hu,1\n"


def written(folder: Path, roster: str = ROSTER + LONG) -> Path:
    """An assignment in *folder*, generated for the people of *roster*; returns its path."""
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "exercises": ["step"],
        "quiz": [{"id": "N1", "points": 2}, "C1", "M1", "O1"], "cases": {"hidden": False},
    }  # fmt: skip
    path = folder / "hw1.yaml"
    path.write_text(json.dumps(sheet))
    students = folder / "roster.csv"
    students.write_text(roster)
    make_outputs(path, folder / "dist", COURSE, only=["quiz", "scripts"], students=students)
    return path


@pytest.fixture(scope="module")
def assignment(tmp_path_factory, lending):
    with lending():
        return written(tmp_path_factory.mktemp("sheets"))


def sheets(assignment: Path) -> Path:
    return assignment.parent / "dist/students/quiz/sheets"


def keys(assignment: Path) -> dict[str, dict[str, str]]:
    """The rows of the table of keys, by the name of the student's files."""
    text = (assignment.parent / "dist/instructor/quiz/keys/hw1.keys.csv").read_text("utf-8-sig")
    return {row["file"]: row for row in csv.DictReader(text.splitlines())}


def filled_in(assignment: Path, sheet: str, answers: dict[str, str]) -> bytes:
    """The file that came with a *sheet*, with *answers* by item, such as the table of keys has them."""
    data = json.loads((sheets(assignment) / f"{sheet}.quiz-answers.json").read_text())
    for sign in data["answers"]:
        data["answers"][sign] = answers[sign.partition("·")[0]]
    return json.dumps(data).encode()


def graded(assignment: Path, tmp_path: Path, hand_ins: dict[str, bytes], **options):
    for student, data in hand_ins.items():
        path = tmp_path / "hand-ins" / student / "quiz-answers.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    done = grade_class(
        assignment, tmp_path / "hand-ins", tmp_path / "out",
        course=COURSE, workers=1, isolation="process", **options,
    )  # fmt: skip
    points = {s.id: [answer.score for answer in s.quiz] for s in done.results.students}
    return points, done.results.unread_answers


def test_everybody_has_a_sheet_and_no_name_leads_out_of_the_folder(assignment):
    names = {path.name for path in sheets(assignment).iterdir()}
    table = keys(assignment)

    assert len(table) == 6
    assert names == {
        f"{file}{end}"
        for file in table
        for end in (".md", ".hu.md", ".html", ".hu.html", ".quiz-answers.json")
    }
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,80}", file) for file in table)
    ids = {row["id"] for row in table.values()}
    assert ids >= {"akiss", "../../etc/passwd", "Twin", "Twin (2)"}
    assert any(set(ident) == {"x"} for ident in ids)
    assert {path.name for path in assignment.parent.iterdir()} == {
        "hw1.yaml", "hw1.students.json", "roster.csv", "dist",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "ends"), [("README.md", "name ends in"), ("README.hu.md", "neve így végződik:")]
)
def test_readmes_of_programs_name_the_file_with_answers_by_how_it_ends(assignment, name, ends):
    """No file is called ``quiz-answers.json`` alone where everybody has one of their own."""
    text = (assignment.parent / "dist/students/scripts" / name).read_text(encoding="utf-8")

    assert f"{ends} `quiz-answers.json`" in text


def test_no_two_sheets_have_the_same_numbers(assignment):
    signs = [
        tuple(json.loads(path.read_text())["answers"])
        for path in sheets(assignment).glob("*.quiz-answers.json")
    ]
    texts = {path.read_text().partition("## 1")[2] for path in sheets(assignment).glob("*[!u].md")}

    assert len(set(signs)) == len(signs) == 6
    assert len(texts) == 6


def test_a_sheet_shows_a_name_as_text_and_holds_no_key(assignment):
    for path in sheets(assignment).glob("etc-passwd*"):
        text = path.read_text()
        if path.suffix == ".html":
            assert "<script>alert" not in text
            assert "&lt;script&gt;alert" in text
        elif path.suffix == ".md":
            assert "`` <script>alert(1)</script> `x` ``" in text
    bundle = open_bundle(assignment.parent / "dist/instructor/bundle")
    everything = "".join(p.read_text() for p in sheets(assignment).iterdir())
    for several in bundle.own_sheets.keys.values():
        for solved in several.values():
            said = [solved.explain, *(m.feedback for m in solved.answers.values() if m.feedback)]
            assert not any(text["en"] in everything or text["hu"] in everything for text in said)


def test_the_markdown_asks_what_the_page_asks(assignment):
    for language in ("", ".hu"):
        markdown = (sheets(assignment) / f"akiss{language}.md").read_text()
        page = (sheets(assignment) / f"akiss{language}.html").read_text()
        for sign in json.loads((sheets(assignment) / "akiss.quiz-answers.json").read_text())[
            "answers"
        ]:
            assert f"`{sign}`" in markdown
            assert f"<small>{sign}</small>" in page
        for block in re.findall(r"```python\n(.*?)\n```", markdown, re.DOTALL):
            escaped = block.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            assert escaped in page


def test_a_longer_roster_changes_nobodys_sheet(assignment, tmp_path):
    longer = written(tmp_path, ROSTER.replace("section\n", "section\nfirst,First,f@x.hu,1\n"))

    for path in sheets(assignment).glob("akiss*"):
        assert path.read_bytes() == (sheets(longer) / path.name).read_bytes()


def test_generating_again_without_a_roster_keeps_the_sheets(assignment):
    before = {path.name: path.read_bytes() for path in sheets(assignment).iterdir()}

    make_outputs(assignment, assignment.parent / "dist", COURSE, only=["quiz"])

    assert {path.name: path.read_bytes() for path in sheets(assignment).iterdir()} == before
    assert not (assignment.parent / "dist/students/quiz/quiz-answers.json").exists()


@pytest.mark.parametrize("with_bundle", [False, True], ids=["solutions", "bundle"])
def test_an_own_sheet_answered_by_its_key_has_all_points(assignment, tmp_path, with_bundle):
    table = keys(assignment)
    bundle = {"bundle": assignment.parent / "dist/instructor/bundle"} if with_bundle else {}
    hand_ins = {name: filled_in(assignment, name, table[name]) for name in ("akiss", "bnagy")}

    points, unread = graded(assignment, tmp_path, hand_ins, **bundle)

    assert points == {"akiss": [2, 1, 1, 1], "bnagy": [2, 1, 1, 1]}
    assert not unread


def judged(assignment: Path, **hand_ins: bytes):
    """Credit by student and item, and what has no verdict, by the bundle that was generated."""
    bundle = open_bundle(assignment.parent / "dist/instructor/bundle")
    read = [
        one
        for student, data in hand_ins.items()
        for one in read_responses("quiz-answers.json", data, student=student.replace("_", " "))
    ]
    work = quiz_work(bundle, read)
    credit = {
        student: {item: one.verdict.credit for item, one in answers.items() if one.verdict}
        for student, answers in work.answers.items()
    }
    return credit, work.unread


ALL = {"N1": 1, "C1": 1, "M1": 1, "O1": 1}


def test_a_friends_sheet_counts_nothing_and_is_told(assignment):
    friends = filled_in(assignment, "bnagy", keys(assignment)["bnagy"])

    credit, unread = judged(assignment, akiss=friends)

    assert credit == {}
    assert len(unread) == 4
    assert all("not on the student's own sheet" in one.why(words_in("en")) for one in unread)


def test_a_friends_answers_on_the_own_sheet_are_judged_by_the_own_key(assignment):
    table = keys(assignment)
    assert table["akiss"]["N1"] != table["bnagy"]["N1"]

    credit, unread = judged(assignment, akiss=filled_in(assignment, "akiss", table["bnagy"]))

    assert credit["akiss"]["N1"] == 0
    assert not unread


def test_a_plain_id_means_the_question_on_the_own_sheet(assignment):
    row = keys(assignment)["akiss"]
    data = json.dumps({"schema": 1, "answers": {"N1": row["N1"], "C1": row["C1"]}}).encode()

    credit, _ = judged(assignment, akiss=data)

    assert credit == {"akiss": {"N1": 1, "C1": 1}}


def test_students_are_found_by_name_and_a_namesake_by_the_sheet(assignment):
    table = keys(assignment)
    twin = next(name for name, row in table.items() if row["id"] == "Twin (2)")

    credit, _ = judged(
        assignment,
        Anna_Kiss=filled_in(assignment, "akiss", table["akiss"]),
        Twin=filled_in(assignment, twin, table[twin]),
    )

    assert credit == {"Anna Kiss": ALL, "Twin": ALL}


def test_of_two_namesakes_a_plain_id_is_nobodys(assignment):
    credit, unread = judged(assignment, Twin=b'{"schema": 1, "answers": {"N1": "3"}}')

    assert credit == {}
    assert "several variants could be meant" in unread[0].why(words_in("en"))


def test_who_has_no_sheet_is_told_so(assignment):
    answers = filled_in(assignment, "akiss", keys(assignment)["akiss"])

    credit, unread = judged(assignment, stranger=answers)

    assert credit == {}
    assert all("no question sheet was made" in one.why(words_in("en")) for one in unread)


def test_answers_to_sheets_that_are_not_known_any_more_say_what_to_do(tmp_path):
    assignment = written(tmp_path, "id,name\nakiss,Anna\n")
    answers = filled_in(assignment, "akiss", keys(assignment)["akiss"])
    (tmp_path / "hw1.students.json").unlink()
    make_outputs(assignment, tmp_path / "dist", COURSE, only=["quiz"])

    credit, unread = judged(assignment, akiss=answers)

    assert credit == {}
    assert all(".students.json" in one.why(words_in("en")) for one in unread)
    assert not list((tmp_path / "dist/students/quiz").glob("sheets/*"))


@pytest.mark.parametrize(
    ("roster", "told"),
    [("id,name\n", "nobody"), ("points\n3\n", "no column"), ("id\na\na\n", "same id")],
)
def test_a_roster_that_is_none_is_refused_by_name(tmp_path, roster, told):
    with pytest.raises(RosterError, match=rf"roster\.csv.*{told}"):
        written(tmp_path, roster)

    assert not (tmp_path / "hw1.students.json").exists()


def test_somebody_elses_file_of_that_name_is_left_alone(tmp_path):
    other = tmp_path / "hw1.students.json"
    other.write_text("[1, 2]")

    with pytest.raises(InputError, match=r"hw1\.students\.json"):
        written(tmp_path)

    assert other.read_text() == "[1, 2]"


def test_without_questions_there_is_nothing_to_draw(tmp_path):
    path, roster = tmp_path / "hw1.yaml", tmp_path / "roster.csv"
    path.write_text('{"title": "T", "secret": "0123456789abcdef", "exercises": ["step"]}')
    roster.write_text("id\na\n")

    with pytest.raises(InputError, match="quiz"):
        make_outputs(path, tmp_path / "dist", COURSE, students=roster)


def test_numbers_of_sheets_are_no_numbers_that_platforms_draw(assignment):
    loaded = load_assignment(assignment, COURSE)

    assert len(loaded.owners) == 6
    for path in sheets(assignment).glob("*.quiz-answers.json"):
        for sign in json.loads(path.read_text())["answers"]:
            assert int(sign.partition("·")[2]) > 1000


def test_the_command_names_the_roster_that_it_refuses(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    sheet = {"title": "T", "secret": "0123456789abcdef", "exercises": ["step"], "quiz": ["N1"]}
    (tmp_path / "hw1.yaml").write_text(json.dumps(sheet))
    (tmp_path / "roster.csv").write_text("points\n3\n")
    generate = ["--course", str(COURSE.path), "generate", "hw1.yaml", "--students", "roster.csv"]

    done = CliRunner().invoke(cli, [*generate, "-o", "dist"])

    assert done.exit_code == 2
    assert "roster.csv" in done.output
    assert not (tmp_path / "dist").exists()
