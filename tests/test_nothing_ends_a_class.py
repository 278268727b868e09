"""What we break costs nobody a point and ends no class; it is told, and tried again."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner
from fragile_worker import MARK, open_fragile_pool

from autograder.assignments import open_bundle, pack, public_bundle
from autograder.cli import cli
from autograder.content import load_course
from autograder.generating.class_outputs import write_outputs
from autograder.grading import Grader, MissingKeyError, pool
from autograder.grading.classes import Stopped, class_work, grade_all
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.grading.pool import Fault, WorkerConfig, close_worker, try_to_grade
from autograder.judging import KeyFormatError, Outcome, read_verdict
from autograder.sandbox import ForkServer, SandboxError, Tier
from autograder.submissions import Attempt, File

ROOT = Path(__file__).resolve().parent.parent
RIGHT = "def double_it(x):\n    return 2 * x\n"
WRONG = "def double_it(x):\n    return 3 * x\n"
FATAL = "# deadly\n" + WRONG
CLASS = {"anna": RIGHT, "ben": WRONG, "carl": FATAL, "dora": "# dora\n" + RIGHT}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    course = load_course(Path(__file__).parent / "course" / "exercises")
    return public_bundle(course, tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def config(bundle, lent):
    yield WorkerConfig.of(bundle, Tier.PROCESS)
    close_worker()


def work_of(bundle, programs):
    attempts = {
        name: [Attempt(name, name, (File("double_it.py", source.encode()),))]
        for name, source in programs.items()
    }
    return class_work(bundle, attempts)


def line_of(work, student):
    return work.attempts[student][0].ledger_keys["double_it"]


def results(bundle, work, ledger):
    return results_of(bundle, work, ledger, names={name: name for name in work.attempts})


def outcomes(bundle, work, ledger):
    return {
        student.id: (answer.outcome, answer.score)
        for student in results(bundle, work, ledger).students
        for answer in student.answers
        if answer.exercise == "double_it"
    }


class Fails:
    """A runner that fails on what has a word in it; else it is the real one."""

    def __init__(self, runner, error, word):
        self._runner, self._error, self._word = runner, error, word

    def run(self, job):
        self._fail_on([job])
        return self._runner.run(job)

    def run_in_rounds(self, plan):
        self._runner.run_in_rounds(self._failing(plan))

    def _failing(self, plan):
        jobs = next(plan)
        with contextlib.suppress(StopIteration):
            while True:
                self._fail_on(jobs)
                jobs = plan.send((yield jobs))

    def _fail_on(self, jobs):
        if any(self._word in job.source for job in jobs):
            raise self._error

    def __getattr__(self, name):
        return getattr(self._runner, name)


@pytest.fixture
def failing(lent, monkeypatch):
    """Lets the server of every config that is opened from now on fail; returns those opened."""
    real, opened = pool.open_runner, []

    def fail(error, word="deadly"):
        def open_failing(*asked):
            opened.append(Fails(real(*asked), error, word))
            return opened[-1]

        monkeypatch.setattr(pool, "open_runner", open_failing)
        return opened

    return fail


ERRORS = {
    "the server died twice": SandboxError("the server died twice"),
    "a bug of ours": ZeroDivisionError("words of the submission's"),
    "too deep for us": RecursionError(),
    "no memory": MemoryError(),
    "a folder that can't be removed": OSError(39, "Directory not empty", "/tmp/x"),
}


@pytest.mark.by_day(1)
@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_a_program_that_we_fail_on_costs_no_point_and_the_others_are_graded(
    bundle, config, failing, error
):
    opened = failing(error)
    work = work_of(bundle, CLASS)
    with Ledger(Path(":memory:")) as ledger:
        grade_all(work.works, ledger, config, lambda: ThreadPoolExecutor(1), workers=1)

        told = results(bundle, work, ledger).faults
        assert outcomes(bundle, work, ledger) == {
            "anna": (Outcome.PASSED, 1), "ben": (Outcome.FAILED, 0),
            "carl": (Outcome.BROKEN, 1), "dora": (Outcome.PASSED, 1),
        }  # fmt: skip
        assert ledger.known(work.works) == {line_of(work, n) for n in ("anna", "ben", "dora")}
    assert [(fault.student, fault.exercise) for fault in told] == [("carl", "double_it")]
    assert "words of the submission's" not in told[0].why
    try_to_grade(config, pool.Work("double_it", 0, RIGHT))
    assert len(opened) == 2, "the next program has a server of its own"


def test_what_we_failed_on_is_tried_again_by_the_next_run(bundle, config, failing, tmp_path):
    work = work_of(bundle, CLASS)
    with pytest.MonkeyPatch.context() as patch, Ledger(tmp_path / "ledger.sqlite") as ledger:
        real = pool.open_runner
        error = SandboxError("the server died twice")
        patch.setattr(pool, "open_runner", lambda *asked: Fails(real(*asked), error, "deadly"))
        grade_all(work.works, ledger, config, lambda: ThreadPoolExecutor(1), workers=1)
    close_worker()
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        graded = []
        grade_all(work.works, ledger, config, lambda: ThreadPoolExecutor(1), progress=graded.append)

        assert sum(graded) == 1
        assert outcomes(bundle, work, ledger)["carl"] == (Outcome.FAILED, 0)


def test_what_would_fail_for_everybody_is_raised_at_once(bundle, config, monkeypatch):
    class NeverStarts:
        @property
        def isolation(self):
            raise SandboxError("the server can't be started")

        def close(self):
            pass

    monkeypatch.setattr(pool, "open_runner", lambda *_: NeverStarts())
    with pytest.raises(SandboxError, match="can't be started"):
        try_to_grade(config, pool.Work("double_it", 0, RIGHT))


def test_a_verdict_that_cannot_be_read_back_is_our_fault(bundle, config, monkeypatch):
    write = pool.write_verdict
    monkeypatch.setattr(
        pool, "write_verdict", lambda verdict: write(verdict).replace('"outcome"', '"end"', 1)
    )

    done = try_to_grade(config, pool.Work("double_it", 0, RIGHT))

    assert done == Fault("its verdict can't be read back")


def test_a_program_with_which_its_worker_ends_is_found_and_the_others_are_graded(bundle, config):
    many = {f"s{n}": f"# {n}\n{(RIGHT, WRONG)[n % 2]}" for n in range(8)}
    work = work_of(bundle, {**many, "deadly": MARK + "\n" + WRONG})
    with Ledger(Path(":memory:")) as ledger:
        counted = []
        grade_all(
            work.works, ledger, config, lambda: open_fragile_pool(2),
            workers=2, progress=counted.append,
        )  # fmt: skip

        found = outcomes(bundle, work, ledger)
        assert found.pop("deadly") == (Outcome.BROKEN, 1)
        assert found == {
            f"s{n}": (Outcome.FAILED, 0) if n % 2 else (Outcome.PASSED, 1) for n in range(8)
        }
        assert sum(counted) == 9


def test_where_every_worker_ends_it_stops_and_says_so(bundle, config):
    work = work_of(bundle, {f"s{n}": f"# {n}\n{MARK}\n{WRONG}" for n in range(40)})
    with Ledger(Path(":memory:")) as ledger, pytest.raises(Stopped, match="again and again"):
        grade_all(work.works, ledger, config, open_broken_pool, workers=2)


def open_broken_pool():
    """A pool of which no worker starts."""
    context = get_context("spawn")
    return ProcessPoolExecutor(2, mp_context=context, initializer=os._exit, initargs=(1,))


def test_a_verdict_that_was_edited_is_made_again_by_the_same_command(bundle, config, tmp_path):
    work = work_of(bundle, CLASS)
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        grade_all(work.works, ledger, config, lambda: ThreadPoolExecutor(1), workers=1)
        before = outcomes(bundle, work, ledger)
    with closing(sqlite3.connect(path)) as connection, connection:
        edited = (
            'UPDATE verdicts SET verdict = replace(verdict, \'"outcome"\', \'"line":1e99,"x"\')'
        )
        assert connection.execute(edited).rowcount == 4
    with Ledger(path) as ledger:
        grade_all(work.works, ledger, config, lambda: ThreadPoolExecutor(1), workers=1)

        assert outcomes(bundle, work, ledger) == before
    with closing(sqlite3.connect(path)) as connection:
        for (text,) in connection.execute("SELECT verdict FROM verdicts"):
            read_verdict(text)


# Told where instructors read


@pytest.fixture(scope="module")
def place(tmp_path_factory, command):
    """An assignment with hidden cases, its bundle, and a class."""
    place = tmp_path_factory.mktemp("class")
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "exercises": ["step_no_grad"],
        "variants": 3,
    }  # fmt: skip
    (place / "hw1.yaml").write_text(json.dumps(sheet))
    right = "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
    for name in ("anna", "ben", "carl"):
        path = place / "class" / name / "step_no_grad.py"
        path.parent.mkdir(parents=True)
        # A comment would not do: programs that differ in comments only are graded once.
        path.write_text(f"name = '{name}'\n{right}")
    command("generate", place / "hw1.yaml", "-o", place / "dist", "--target", "scripts")
    return place


def grade_arguments(place, out, bundle=None):
    return [
        "grade", place / "hw1.yaml", place / "class", "-o", out,
        "--bundle", bundle or place / "dist/instructor/bundle", "--isolation", "process",
        "--workers", "1",
    ]  # fmt: skip


def test_a_fault_of_ours_is_told_on_terminal_and_report_and_by_exit_code_3(
    place, tmp_path, failing, command
):
    failing(SandboxError("the server died twice"), "'carl'")
    arguments = list(map(str, grade_arguments(place, tmp_path / "out")))
    told = CliRunner().invoke(cli, ["--lang", "en", *arguments])
    close_worker()

    assert told.exit_code == 3
    assert "carl, step_no_grad: not graded, through a fault of ours" in " ".join(
        told.output.split()
    )
    report = (tmp_path / "out/report.html").read_text()
    assert "Not graded, through a fault of ours" in report
    assert "the server died twice" in report
    scores = dict(
        line.split(",")[:3:2] for line in (tmp_path / "out/grades.csv").read_text().splitlines()
    )
    assert scores["carl"] == scores["anna"]

    again = command(*arguments)
    assert again.exit_code == 0
    assert "1 programs graded now" in again.stdout
    assert "fault of ours" not in (tmp_path / "out/report.html").read_text()


def damaged(place, tmp_path, name, damage):
    """A bundle with a file of it damaged."""
    folder = tmp_path / "bundle"
    shutil.copytree(place / "dist/instructor/bundle", folder)
    found = list(folder.glob(name))
    assert found
    for path in found:
        damage(path)
    return folder


def edited(change):
    """Damages a key such that it is still one, of something else."""

    def damage(path):
        key = json.loads(path.read_text())
        change(key)
        path.write_text(json.dumps(key))

    return damage


def some_case(key):
    return next(iter(key["checks"].values()))[0]


DAMAGES = {
    "another exercise's": edited(lambda key: key.update(exercise="zero_it")),
    "no checks": edited(lambda key: key.update(checks={})),
    "a check less": edited(lambda key: key["checks"].popitem()),
    "a case less": edited(lambda key: next(iter(key["checks"].values())).pop()),
    "a case that says nothing": edited(lambda key: some_case(key)["reference"]["facts"].clear()),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "no JSON": lambda path: path.write_text("hello"),
    "no UTF-8": lambda path: path.write_bytes(b'{"\xff": 1}'),
    "no key": lambda path: path.write_text("{}"),
    "empty": lambda path: path.write_text(""),
    "missing": Path.unlink,
    "another schema": lambda path: path.write_text('{"schema": 99}'),
}


#: Students have sets of their own, so that one damaged key may concern nobody of a small class.
EVERY_SET = "keys/step_no_grad.*.json"
HIDDEN, PUBLIC = "keys/step_no_grad.0.json", "exercises/*/step_no_grad/key.json"


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_key_is_told_in_a_sentence_that_names_file_and_fix(place, tmp_path, damage):
    hidden = open_bundle(damaged(place, tmp_path / "hidden", HIDDEN, damage))
    with pytest.raises(KeyFormatError, match=r"step_no_grad\.0\.json .* gradlings generate"):
        hidden.hidden_key("step_no_grad", 0)

    public = open_bundle(damaged(place, tmp_path / "public", PUBLIC, damage))
    grader = Grader(public.course, ForkServer())  # never started
    with pytest.raises(MissingKeyError, match=r"key\.json.*gradlings lock step_no_grad"):
        grader.key(public.course.exercise("step_no_grad"))


def another_value(facts):
    for name, value in facts.items():
        facts[name] = [value, 0]


@pytest.mark.parametrize(
    "damage",
    [
        edited(lambda key: key.update(seed=key["seed"][::-1])),
        edited(lambda key: another_value(some_case(key)["reference"]["facts"])),
    ],
    ids=["another seed's", "a fact changed"],
)
def test_a_key_that_fits_but_is_not_the_one_that_was_made_grades_nobody(place, tmp_path, damage):
    folder = damaged(place, tmp_path, HIDDEN, damage)
    with pytest.raises(KeyFormatError, match=r"step_no_grad\.0\.json .* gradlings generate"):
        open_bundle(folder).hidden_key("step_no_grad", 0)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("name", "damage"), [(EVERY_SET, "cut"), (EVERY_SET, "missing"), (PUBLIC, "no UTF-8")]
)
def test_a_class_with_a_damaged_key_is_not_graded_and_goes_on_once_it_is_mended(
    place, tmp_path, name, damage, command
):
    bundle = damaged(place, tmp_path, name, DAMAGES[damage])
    told = command(*grade_arguments(place, tmp_path / "out", bundle))

    assert told.exit_code == 3, told.stderr
    assert Path(name).name.partition(".")[0] in told.stderr
    assert command(*grade_arguments(place, tmp_path / "out")).exit_code == 0


def test_a_ledger_in_a_folder_that_is_a_file_is_told(place, tmp_path, command):
    (tmp_path / "file").write_text("mine")
    told = command(*grade_arguments(place, tmp_path / "file" / "out"))

    assert told.exit_code == 3
    assert f"{tmp_path / 'file' / 'out'} can't be written" in told.stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.nightly
@pytest.mark.skipif(not shutil.which("unshare"), reason="a folder of its own for a full disk")
def test_on_a_full_disk_it_says_so_and_goes_on_when_there_is_space(place, tmp_path, command):
    """A real one: a small tmpfs, in a namespace of its own, that is made larger step by step."""
    enter = ["unshare", "--user", "--map-root-user", "--mount"]
    tried = subprocess.run([*enter, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)  # fmt: skip
    if tried.returncode:
        pytest.skip("no namespaces here")
    sizes = ["4k", "40k", "120k", "200k", "8m"]
    out = "/mnt/out"
    run = [
        sys.executable,
        "-m",
        "autograder",
        "--lang",
        "en",
        *map(str, grade_arguments(place, out)),
    ]
    script = "mount -t tmpfs -o size=4k none /mnt\n" + "".join(
        f"mount -o remount,size={size} /mnt\n"
        f'"$@" > {tmp_path}/{size}.out 2> {tmp_path}/{size}.err; echo {size} $?\n'
        for size in sizes
    )
    script += f"cp -r {out} {tmp_path}/copy"
    done = subprocess.run(
        [*enter, "sh", "-c", script, "sh", *run],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    codes = dict(line.split() for line in done.stdout.splitlines())
    assert codes["8m"] == "0", (tmp_path / "8m.err").read_text()
    full = [size for size in sizes if codes[size] != "0"]
    assert len(full) >= 2
    for size in full:
        told = (tmp_path / f"{size}.err").read_text()
        assert codes[size] == "3", told
        assert "space" in told
        assert out in told
        assert "Traceback" not in told
    command(*grade_arguments(place, tmp_path / "out"))
    for name in ("grades.csv", "report.html", "results/anna.json"):
        assert (tmp_path / "copy" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    with closing(sqlite3.connect(tmp_path / "copy/ledger.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# Only what is ours is removed


@pytest.mark.nightly
def test_a_teachers_own_files_beside_results_and_feedback_stay(place, tmp_path, command):
    out = tmp_path / "out"
    command(*grade_arguments(place, out))
    (out / "results/curve.json").write_text("mine")
    (out / "feedback/letter to all.md").write_text("mine")
    (out / "feedback/anna.md").write_text("edited")
    with (out / "grades.csv").open("a") as file:
        file.write("a line of mine\n")
    smaller = tmp_path / "smaller"
    smaller.mkdir()
    shutil.copy(place / "hw1.yaml", smaller)
    shutil.copytree(place / "class", smaller / "class")
    shutil.rmtree(smaller / "class/ben")

    told = command(*grade_arguments(smaller, out, place / "dist/instructor/bundle"))

    assert told.exit_code == 0, told.stderr
    assert (out / "results/curve.json").read_text() == "mine"
    assert (out / "feedback/letter to all.md").read_text() == "mine"
    assert (out / "kept/feedback/anna.md").read_text() == "edited"
    assert "a line of mine" in (out / "kept/grades.csv").read_text()
    assert "a line of mine" not in (out / "grades.csv").read_text()
    assert not list(out.glob("*/ben.*"))
    shown = " ".join(told.stdout.split())
    assert "feedback/anna.md was not as we had written it; that version is kept" in shown


@pytest.mark.nightly
def test_what_a_teacher_added_to_generated_folders_stays_and_goes_nowhere_else(
    place, tmp_path, command
):
    dist = tmp_path / "dist"
    arguments = [
        "generate",
        place / "hw1.yaml",
        "-o",
        dist,
        "--target",
        "scripts",
        "--target",
        "notebook",
    ]
    command(*arguments)
    mine = {
        "students/scripts/.gradlings/course/notes.txt", "students/notebook/slides.pdf", "instructor/bundle/notes.md",
        "instructor/bundle/exercises/solutions.py", "instructor/letter.txt",
    }  # fmt: skip
    for name in mine:
        (dist / name).write_text("mine")
    (dist / "students/notebook/hw1.ipynb").write_text("edited")
    told = command(*arguments)

    assert told.exit_code == 0, told.stderr
    assert {name for name in mine if (dist / name).read_text() == "mine"} == mine
    assert (dist / "kept/students/notebook/hw1.ipynb").read_text() == "edited"
    assert json.loads((dist / "students/notebook/hw1.ipynb").read_text())["cells"]
    assert "students/notebook/hw1.ipynb was not as we had written it" in " ".join(
        told.stdout.split()
    )

    packed = pack(dist / "instructor/bundle")
    assert b"notes.md" not in packed
    assert b"solutions.py" not in packed
    assert all(path.name not in ("notes.md", "solutions.py")
               for path in open_bundle(dist / "instructor/bundle").files())  # fmt: skip


def test_the_same_class_gives_the_same_list_of_outputs(bundle, config, tmp_path):
    work = work_of(bundle, CLASS)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        grade_all(work.works, ledger, config, lambda: ThreadPoolExecutor(1), workers=1)
        made = results(bundle, work, ledger)
    for name in ("one", "two"):
        write_outputs(made, tmp_path / name)

    found = [
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.*") if p.is_file()}
        for name in ("one", "two")
    ]  # fmt: skip
    assert found[0] == found[1]
    assert len(found[0]) > 12
