"""``gradlings grade``, run as an instructor runs it."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import killing
import pytest
from killing import contents, kill_and_go_on

ROOT = Path(__file__).resolve().parent.parent
#: Sets of hidden cases of the assignment that is made here.
SETS = 2
IDS = ("zero_it", "step_no_grad")
RIGHT = {
    "zero_it": (
        "import torch\ndef zero_it(W, x, y, lr, steps):\n    losses = []\n"
        "    for _ in range(steps):\n        loss = ((W * x - y) ** 2).mean()\n"
        "        loss.backward()\n        with torch.no_grad():\n            W -= lr * W.grad\n"
        "        W.grad.zero_()\n        losses.append(loss.item())\n    return losses\n"
    ),
    "step_no_grad": "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n",
}
WRONG = {
    "zero_it": RIGHT["zero_it"].replace("        W.grad.zero_()\n", ""),
    "step_no_grad": "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory, command):
    """An assignment with hidden cases, its bundle, and a small class."""
    place = tmp_path_factory.mktemp("class")
    sheet = {
        "title": {"en": "Homework", "hu": "Házi"}, "secret": "0123456789abcdef",
        "exercises": list(IDS), "variants": 2,
    }  # fmt: skip
    (place / "hw1.yaml").write_text(json.dumps(sheet))
    command("generate", place / "hw1.yaml", "-o", place / "dist", "--target", "scripts")
    for number in range(8):
        for exercise in IDS:
            hand_in(place / "class", f"s{number}", exercise, (RIGHT, WRONG)[number % 2][exercise])
    hand_in(place / "class", "hostile", "zero_it", "import os\nos._exit(0)\n")
    (place / "class" / "lost").mkdir()
    (place / "class" / "lost" / "homework.docx").write_bytes(b"PK")
    return place


def hand_in(folder, student, exercise, source):
    path = folder / student / f"{exercise}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {student}\n{source}")


def grade(*arguments, check=True, **options):
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", "--lang", "en", *map(str, arguments)],
        capture_output=True, text=True, check=check, cwd=ROOT, **options,
    )  # fmt: skip


def grading(place, out, folder="class"):
    return [
        "grade", place / "hw1.yaml", place / folder, "-o", out,
        "--bundle", place / "dist/instructor/bundle", "--isolation", "process",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def graded(place, command):
    """Grades the class of the assignment in this process."""

    def graded(out, *more, folder="class"):
        done = command(*grading(place, out, folder), *more)
        assert done.exit_code == 1, done.stderr  # there is a file that can't be read
        return done

    return graded


@pytest.fixture(scope="module")
def out(place):
    """What was made of it as an instructor makes it: on all cores, in processes of their own."""
    done = grade(*grading(place, place / "out"), check=False)
    assert done.returncode == 1, done.stderr
    return place / "out"


def scores(out):
    with (out / "grades.csv").open(newline="") as file:
        return {row["id"]: float(row["score"]) for row in csv.DictReader(file)}


def seconds_of(out):
    with contextlib.closing(sqlite3.connect(out / "ledger.sqlite")) as connection:
        return dict(connection.execute("SELECT program, seconds FROM verdicts").fetchall())


def test_right_programs_get_all_points_and_wrong_ones_none(out, course):
    most = sum(course.exercise(name).points for name in IDS)

    found = scores(out)

    assert [found[f"s{n}"] for n in range(0, 8, 2)] == [most] * 4
    assert all(found[f"s{n}"] < most / 2 for n in range(1, 8, 2))
    assert found["hostile"] == 0


def test_every_student_gets_results_in_gradescopes_schema_and_feedback_in_both_languages(out):
    report = json.loads((out / "results" / "s1.json").read_text())

    assert report["score"] == pytest.approx(sum(test["score"] for test in report["tests"]))
    assert {"name", "score", "max_score", "status", "output", "visibility", "tags"} <= set(
        report["tests"][0]
    )
    assert "leaderboard" not in report
    assert "grad_not_zeroed" in report["extra_data"]["misconceptions"]["zero_it"]
    for name in ("s1.html", "s1.md", "s1.hu.html", "s1.hu.md"):
        assert "grad_not_zeroed" in (out / "feedback" / name).read_text()


def test_what_could_not_be_read_is_in_the_report_with_why(out):
    page = (out / "report.html").read_text()

    assert "lost/homework.docx" in page
    assert "neither a script nor a notebook" in page


def test_a_second_run_grades_nothing_and_changes_nothing(place, out, graded):
    before, times = contents(out), seconds_of(out)

    told = graded(out).stdout

    assert " 0 programs graded now" in told
    assert contents(out) == before
    assert seconds_of(out) == times


_WATCHED = """
import json, sys
seen = {"read": [], "started": 0}

def note(event, arguments):
    if event == "open":
        seen["read"].append(str(arguments[0]))
    elif event in ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec"):
        seen["started"] += 1

sys.addaudithook(note)
from autograder.cli.commands import main
try:
    main()
finally:
    print(json.dumps({**seen, "imported": [*sys.modules]}), file=sys.stderr)
"""


def test_a_second_run_reads_no_course_starts_no_process_and_imports_no_templates(place, out):
    words = [*map(str, grading(place, out))]
    before = subprocess.run([sys.executable, "-c", _WATCHED, *words], cwd=ROOT, check=False)
    assert before.returncode == 1

    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *words], cwd=ROOT, check=False, capture_output=True
    )

    seen = json.loads(done.stderr)
    sheets = [path for path in seen["read"] if path.endswith("exercise.yaml")]
    keys = [path for path in seen["read"] if path.endswith("key.json")]
    assert seen["started"] == 0
    assert {path for path in sheets if str(place) not in path} == set()
    assert len(keys) == len(IDS)  # once for all variants
    assert not {"torch", "jinja2", "copydetect", "autograder.pages"} & {*seen["imported"]}


@pytest.mark.nightly
def test_two_runs_on_their_own_give_the_same_bytes(place, out, graded):
    graded(place / "again", "--workers", 1)

    assert contents(place / "again") == contents(out)


def test_only_what_changed_is_graded_again(place, out, graded):
    other = place / "changed"
    subprocess.run(["cp", "-r", place / "class", other], check=True)
    subprocess.run(["cp", "-r", out, place / "out2"], check=True)
    hand_in(other, "s1", "zero_it", RIGHT["zero_it"])

    told = graded(place / "out2", folder="changed").stdout

    assert " 1 programs graded now" in told
    assert scores(place / "out2")["s1"] == scores(out)["s1"] + 3


@pytest.mark.nightly
def test_only_and_regrade_touch_what_they_name(place, out, graded):
    subprocess.run(["cp", "-r", out, place / "out3"], check=True)
    before = seconds_of(out)

    told = graded(place / "out3", "--only", "s2", "--regrade").stdout

    after = seconds_of(place / "out3")
    assert " 2 programs graded now" in told
    assert sum(after[program] != before[program] for program in before) == 2
    assert scores(place / "out3") == scores(out)


def test_only_suggests_the_nearest_name(place, out, command):
    told = command(*grading(place, out), "--only", "zero_ti")

    assert told.exit_code == 2
    assert "Did you mean 'zero_it'?" in told.stderr


@pytest.mark.nightly
def test_killed_at_random_moments_it_goes_on_with_nothing_lost_or_doubled(place, out):
    """Fifty times with: python tests/killing.py --kills 50."""
    start = time.monotonic()
    grade(*grading(place, place / "timed"), check=False)
    span = time.monotonic() - start
    arguments = killing.command(
        place / "hw1.yaml", place / "class", place / "killed", place / "dist/instructor/bundle"
    )

    kill_and_go_on(arguments, 4, span, random.Random(1))

    assert contents(place / "killed") == contents(out)


@pytest.mark.nightly
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
def test_nothing_of_it_stays_behind_when_only_the_command_is_killed(place, tmp_path):
    arguments = killing.command(
        place / "hw1.yaml", place / "class", tmp_path / "out", place / "dist/instructor/bundle"
    )
    mark = f"GRADLINGS_MARK={tmp_path.name}"
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
        env={**os.environ, "GRADLINGS_MARK": tmp_path.name},
    )  # fmt: skip
    while len(marked(mark)) < 3 and process.poll() is None:  # itself, and workers
        time.sleep(0.05)
    process.kill()
    process.wait()

    deadline = time.monotonic() + 30
    while marked(mark) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert marked(mark) == []


def marked(mark):
    """Processes that have *mark* in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def test_two_at_once_do_not_share_a_ledger(place, out):
    with contextlib.closing(
        sqlite3.connect(out / "ledger.sqlite", isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        told = subprocess.run(
            killing.command(
                place / "hw1.yaml", place / "class", out, place / "dist/instructor/bundle"
            ),
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip

    assert told.returncode == 3
    assert "is another `gradlings grade` writing there?" in told.stderr


def test_a_wrong_gradebook_is_told_before_anything_is_graded(place, tmp_path, command):
    told = command(*grading(place, tmp_path / "o"), "--canvas", ROOT / "pyproject.toml")

    assert told.exit_code == 2
    assert "this is no gradebook of Canvas" in told.stderr
    assert seconds_of(tmp_path / "o") == {}


@pytest.fixture(scope="module")
def made(tmp_path_factory, command):
    """An assignment that was made and generated, and graded without a bundle at hand."""
    made = tmp_path_factory.mktemp("made")
    sheet = made / "new.yaml"
    hand_in(made / "class", "anna", "step_no_grad", RIGHT["step_no_grad"])
    before = os.umask(0o022)
    try:
        command("assignment", "new", sheet, "--title", "Two", "--exercise", "step_no_grad")
        with sheet.open("a") as file:
            file.write(f"variants: {SETS}\n")  # Fifty take half a minute to make.
        # What --target was called before.
        dist = ("-o", made / "dist", "--target", "scripts", "--door", "gradescope")
        command("generate", sheet, *dist)
        command("grade", sheet, made / "class", "-o", made / "out", "--isolation", "process")
    finally:
        os.umask(before)
    return made


def test_an_assignment_is_made_checked_and_graded_without_a_bundle_at_hand(made):
    assert scores(made / "out") == {"anna": 3.0}
    assert not list((made / "out").rglob("reference.py"))


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
def test_secrets_keys_bundles_and_ledgers_can_be_read_by_their_owner_alone(made):
    dist, out = made / "dist", made / "out"

    private = [
        made / "new.yaml", dist / "instructor/gradescope/new-gradescope.zip", out / "ledger.sqlite",
        *dist.glob("instructor/bundle/keys/*"), *out.glob("bundle/keys/*"),
        dist / "instructor/bundle/assignment.json",
    ]  # fmt: skip
    assert len(private) == 4 + 2 * (SETS + 1)  # each set, and the list of their digests
    assert {str(p): p.stat().st_mode & 0o777 for p in private} == {str(p): 0o600 for p in private}
    for folder in (dist / "instructor/bundle", out / "bundle"):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (dist / "students/scripts/.gradlings/workspace.json").stat().st_mode & 0o777 == 0o644


def test_a_new_assignment_is_asked_for_until_the_answers_can_be_used(tmp_path):
    pytest.importorskip("pty")
    from test_watch import Screen

    screen = Screen(tmp_path, "--lang", "en", "assignment", "new", "hw1.yaml")
    screen.read_until("Title")
    screen.press("First\n")
    screen.read_until("separated by spaces")
    screen.press("06_updates sgd_stp\n")
    screen.read_until("Did you mean 'sgd_step'?")
    screen.press("06_updates sgd_step\n")
    screen.read_until("due date?")
    screen.press("y\n")
    screen.read_until("Due (")
    screen.press("2026-12-01T23:59\n")
    screen.read_until("has no time zone")
    screen.press("2026-12-01T23:59+01:00\n")
    screen.read_until("Keep it secret.")

    assert screen.exit_code() == 0
    text = (tmp_path / "hw1.yaml").read_text()
    assert "chapter: 06_updates" in text
    assert "2026-12-01T23:59+01:00" in text


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Dask's workers are started as on POSIX")
def test_a_dask_cluster_grades_the_same_and_a_killed_worker_costs_nothing(place, out):
    distributed = pytest.importorskip("distributed")
    told = subprocess.run(
        [sys.executable, ROOT / "tests" / "cluster.py", place, place / "dask"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    # As without a cluster, there is a file that can't be read.
    assert told.returncode == 1, told.stdout + told.stderr
    assert distributed.__version__
    assert contents(place / "dask") == contents(out)
    assert "killed" in told.stdout
