"""``gradlings mutate`` on the miniature course: what becomes of right programs with one thing changed."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring.mutants import survey_exercise
from autograder.cli import cli

MINIATURE = Path(__file__).parent / "course"
COUNT_DOWN = "exercises/01_values/count_down"


def mutate(*arguments, course=MINIATURE):
    options = ["--lang", "en", "--course", str(course / "exercises"), "mutate"]
    done = CliRunner(env={"COLUMNS": "200"}).invoke(cli, [*options, *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def report(*arguments, **options):
    return json.loads(mutate(*arguments, "--json", **options).stdout)["exercises"]


@pytest.fixture(scope="module")
def rarely_looked_at(tmp_path_factory):
    """A course with a right variant that does something of its own where no public case looks."""
    course = Path(shutil.copytree(MINIATURE, tmp_path_factory.mktemp("rarely") / "course"))
    key = json.loads((course / COUNT_DOWN / "key.json").read_text())
    (cases,) = key["checks"].values()
    drawn = {len(case["reference"]["facts"]["returned"]) for case in cases}
    others = sorted({*range(3, 13)} - drawn)
    assert others
    (course / "solutions/01_values/count_down/right/in_two_steps.py").write_text(
        f"def count_down(n):\n    if n in {others}:\n        n = n + 0\n"
        "    return [*range(n, 0, -1)]\n"
    )
    return course


@pytest.fixture(scope="module")
def surveys():
    return {}


@pytest.fixture
def surveyed_once(lent, surveys, monkeypatch):
    """All tests with this fixture that survey an exercise of a course get one and the same survey."""

    def survey(grader, exercise, **options):
        key = exercise.folder, *options.items()
        if key not in surveys:
            surveys[key] = survey_exercise(grader, exercise, **options)
        return surveys[key]

    monkeypatch.setattr("autograder.facade.authoring.survey_exercise", survey)


@pytest.mark.usefixtures("surveyed_once")
def test_a_mutant_that_only_other_cases_catch_has_survived(rarely_looked_at):
    (found,) = report("count_down", course=rarely_looked_at)
    survived = [mutant for mutant in found["mutants"] if mutant["fate"] == "survived"]
    changes = {tuple(mutant["diff"].splitlines()[-2:]) for mutant in survived}

    assert {mutant["origin"] for mutant in survived} == {"in_two_steps"}
    assert ("-        n = n + 0", "+        n = n + 1") in changes
    assert ("-        n = n + 0", "+        n = n + -1") in changes
    assert ("-        n = n + 0", "+        n = n - 0") not in changes
    assert found["counts"]["survived"] == len(survived)


@pytest.mark.usefixtures("surveyed_once")
def test_survivors_are_shown_with_their_diff_and_the_exit_code_is_1(rarely_looked_at):
    done = mutate("count_down", "--show", "survived", course=rarely_looked_at)

    assert done.exit_code == 1
    assert "count_down: another number: survived" in done.stdout
    assert "+        n = n + 1" in done.stdout
    assert ": unnamed\n" not in done.stdout


@pytest.mark.usefixtures("lent")
def test_where_none_survives_the_exit_code_is_0_and_the_table_has_what_is_left_to_do():
    done = mutate("double_it", "--show", "unnamed")

    assert done.exit_code == 0
    assert "--- reference\n+++ factor left out\n" in done.stdout
    assert "-    return 2 * x\n+    return 2\n" in done.stdout
    assert any(line.startswith("double_it ") for line in done.stdout.splitlines())
    assert any(line.startswith("  factor left out ") for line in done.stdout.splitlines())
    assert " 0 survived" in done.stdout.splitlines()[-1]


@pytest.mark.usefixtures("lent")
def test_each_mutant_has_one_fate_and_is_named_by_the_course_s_own_sentences():
    (found,) = report("step")
    mutants = found["mutants"]

    fates = [mutant["fate"] for mutant in mutants]
    assert {fate: fates.count(fate) for fate in found["counts"]} == found["counts"]
    named = {m["diff"].splitlines()[-1]: m for m in mutants if m["fate"] == "named"}
    assert named
    assert all(m["misconceptions"] or m["advice"] for m in named.values())
    assert not any(m["misconceptions"] or m["advice"] for m in mutants if m["fate"] == "unnamed")


@pytest.mark.nightly
def test_most_takes_so_many_mutants_of_each_exercise():
    """Several exercises are tried by several processes, each with a server of its own."""
    found = report("count_down", "slope", "--most", "3")

    assert [one["exercise"] for one in found] == ["count_down", "slope"]
    assert [len(one["mutants"]) for one in found] == [3, 3]


def test_an_unknown_exercise_is_told_with_the_nearest_one():
    done = mutate("double_itt")

    assert done.exit_code == 2
    assert "double_it" in done.output
