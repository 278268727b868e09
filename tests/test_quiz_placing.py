"""``gradlings quiz place``: what is known is set aside, not passed, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from platforms import read_zip
from qti_readers import SPACE2

from autograder.cli import cli
from autograder.facade.grading import open_course
from autograder.judging import Outcome, Verdict
from autograder.quizzes import hardest, load_bank
from autograder.workspace import Progress
from autograder.workspace.order import aside_in, first_open

COURSE = open_course()
BANK = load_bank(COURSE)


@pytest.fixture
def home(tmp_path, lent, monkeypatch):
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    run("init", ".")
    return tmp_path


def run(*arguments, typed="", lang="en", code=0):
    done = CliRunner(env={"COLUMNS": "100"}).invoke(cli, ["--lang", lang, *arguments], input=typed)
    assert done.exit_code == code, done.output
    return done.output


def progress(home):
    return Progress.model_validate_json((home / ".gradlings/progress.json").read_bytes())


def exercises_of(chapter):
    return [exercise.id for exercise in COURSE.exercises if exercise.chapter == chapter]


def right_answers(chapter):
    """What somebody types who knows what the chapter is asked, by the published file of its questions."""
    items = COURSE.banks[chapter].root
    posed = {name: BANK.posed(name, 0) for name in items}
    files = read_zip((Path(__file__).parent / "golden/course.en.qti21.zip").read_bytes())
    answers = []
    for name in hardest(items, posed):
        item = ElementTree.fromstring(files[f"items/{name}-0.xml"])
        right = item.iterfind(f"{SPACE2}responseDeclaration/{SPACE2}correctResponse/{SPACE2}value")
        answers.append("; ".join(value.text for value in right))
    return answers


def typed(*answers):
    return "".join(f"{answer}\n" for answer in answers)


def test_a_known_chapter_is_set_aside_and_passed_over(home):
    before = first_open(COURSE, Progress()).id
    told = run("quiz", "place", "05", typed=typed(*right_answers("05_grad")))

    known = progress(home)
    chapter = exercises_of("05_grad")
    assert aside_in(COURSE, known) == chapter
    assert f"{len(chapter)} exercises set aside" in told
    assert not any(known.passed(name) for name in chapter)
    assert first_open(COURSE, known).id == before
    last = next(e for e in COURSE.exercises if e.id == exercises_of("04_by_hand")[-1])
    assert first_open(COURSE, known, after=last).chapter == "06_updates"
    listed = run("list")
    assert "–" in next(line for line in listed.splitlines() if f" {chapter[0]} " in f"{line} ")
    assert "--take-back" in listed


def test_it_can_be_taken_back_and_nothing_is_lost(home):
    run("quiz", "place", "05", typed=typed(*right_answers("05_grad")))
    program = home / "exercises/05_grad" / f"{exercises_of('05_grad')[0]}.py"
    before = program.read_bytes()

    told = run("quiz", "place", "--take-back", "6")
    assert told.startswith("0 exercises")
    told = run("quiz", "place", "--take-back")

    known = progress(home)
    assert told.startswith(f"{len(exercises_of('05_grad'))} exercises")
    assert aside_in(COURSE, known) == []
    assert known.items  # what was answered stays
    assert program.read_bytes() == before


def test_a_wrong_answer_ends_a_chapter_and_two_end_it_all(home):
    told = run("quiz", "place", typed=typed("", "s", "never asked"))

    assert aside_in(COURSE, progress(home)) == []
    assert told.count("there is something in it for you") == 2
    assert told.count("not asked") == len(COURSE.banks) - 2


def test_leaving_keeps_the_chapters_that_were_answered(home):
    answers = right_answers("05_grad")
    told = run("quiz", "place", "5", "6", typed=typed(*answers, "q"))

    assert aside_in(COURSE, progress(home)) == exercises_of("05_grad")
    assert "06" not in told


def test_what_is_set_aside_is_not_asked_about_again(home):
    run("quiz", "place", "05", typed=typed(*right_answers("05_grad")))

    assert "nothing is asked" in run("quiz", "place", "05")


def test_it_speaks_hungarian(home):
    told = run("quiz", "place", "05", typed=typed(*right_answers("05_grad")), lang="hu")

    assert "félre" in told
    assert "set aside" not in told


def test_an_unknown_chapter_is_refused(home):
    assert "there is no chapter" in run("quiz", "place", "99_nothing", code=2)


# Progress


def passed(name):
    return Verdict(exercise=name, outcome=Outcome.PASSED, checks=())


def test_passing_what_was_set_aside_counts_and_stays_when_taken_back():
    known = Progress()
    known.set_aside(["zero_it", "peek_inside"])
    known.record(passed("zero_it"))
    known.take_back(["zero_it", "peek_inside"])

    assert known.passed("zero_it")
    assert not known.is_open("zero_it")
    assert known.is_open("peek_inside")


def test_what_is_passed_is_never_set_aside():
    known = Progress()
    known.record(passed("zero_it"))
    known.set_aside(["zero_it"])

    assert not known.is_aside("zero_it")
    known.start_anew("zero_it")
    assert known.is_open("zero_it")


def test_putting_a_stub_back_brings_its_exercise_back():
    known = Progress()
    known.set_aside(["zero_it"])
    known.start_anew("zero_it")

    assert known.is_open("zero_it")


def test_when_all_else_is_passed_the_way_back_is_told(home):
    with_all = Progress()
    for exercise in COURSE.exercises:
        if exercise.chapter != "05_grad":
            with_all.record(passed(exercise.id))
    with_all.set_aside(exercises_of("05_grad"))
    (home / ".gradlings/progress.json").write_text(with_all.model_dump_json())

    told = run()

    assert "every other exercise" in told
    assert "--take-back" in told
