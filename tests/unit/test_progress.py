"""The progress file: what is counted, and that nothing in it is ever lost."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from full_disk import fill_the_disk
from hypothesis import given
from hypothesis import strategies as st

from autograder.judging import CheckVerdict, Outcome, Reason, ReasonKind, Verdict
from autograder.observations import ErrorFact
from autograder.runs import LoadFailure
from autograder.workspace import ExerciseProgress, LastError, Progress, ProgressFile

FAILED = Reason(ReasonKind.DIFFERS)


def raised(message, kind=ReasonKind.RAISED):
    return Reason(kind, error=ErrorFact("RuntimeError", message, 3, "y.backward()"))


def verdict(*reasons, outcome=None, misconceptions=(), exercise="slope"):
    """A verdict whose checks failed for these reasons; without any it is passed."""
    outcome = outcome or (Outcome.FAILED if reasons else Outcome.PASSED)
    checks = tuple(CheckVerdict(f"c{n}", outcome, 0.0, 1.0, r) for n, r in enumerate(reasons))
    return Verdict(exercise, outcome, checks, misconceptions)


@pytest.fixture
def progress():
    return Progress()


@pytest.fixture
def file(tmp_path):
    return ProgressFile(tmp_path / ".gradlings" / "progress.json")


# What is counted


def test_every_check_is_an_attempt(progress):
    progress.record(verdict(FAILED))
    progress.record(verdict())

    assert progress.of("slope").attempts == 2


def test_passing_is_noted_with_its_time_in_utc(progress):
    progress.record(verdict())

    passed_at = datetime.fromisoformat(progress.of("slope").passed_at)
    assert passed_at.utcoffset() == timedelta(0)
    assert passed_at <= datetime.now(timezone.utc)


def test_the_first_pass_counts_not_the_last(progress):
    progress.exercises["slope"] = ExerciseProgress(passed_at="2026-01-02T03:04:05+00:00")
    progress.record(verdict())

    assert progress.of("slope").passed_at == "2026-01-02T03:04:05+00:00"


def test_failing_afterwards_does_not_take_the_tick_away(progress):
    progress.record(verdict())
    progress.record(verdict(FAILED))

    assert progress.passed("slope")


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome != "passed"])
def test_no_other_outcome_is_a_pass(progress, outcome):
    progress.record(verdict(FAILED, outcome=outcome))

    assert not progress.passed("slope")


def test_each_naming_of_a_misconception_is_counted(progress):
    progress.record(verdict(FAILED, misconceptions=("graph_cut", "adds_up")))
    progress.record(verdict(FAILED, misconceptions=("graph_cut",)))

    assert progress.of("slope").misconceptions == {"graph_cut": 2, "adds_up": 1}


def test_exercises_are_counted_apart(progress):
    progress.record(verdict(exercise="slope"))

    assert progress.passed("slope")
    assert not progress.passed("step")


def test_asking_whether_an_exercise_was_passed_makes_no_entry(progress):
    progress.passed("slope")

    assert progress.exercises == {}


def test_the_last_error_is_remembered(progress):
    progress.record(verdict(FAILED, raised("first"), raised("second")))

    assert progress.last_error == LastError(
        exercise="slope", type_name="RuntimeError", message="first"
    )


def test_an_error_while_loading_is_remembered_too(progress):
    progress.record(verdict(raised("bad", ReasonKind.LOAD)))

    assert progress.last_error.message == "bad"


def test_a_stub_is_no_error_to_remember(progress):
    error = ErrorFact("NotImplementedError", "")
    progress.record(verdict(Reason(ReasonKind.NOT_WRITTEN, error=error)))

    assert progress.last_error is None


def test_an_error_stays_the_last_one_until_there_is_another(progress):
    progress.record(verdict(raised("old")))
    progress.record(verdict())

    assert progress.last_error.message == "old"


def test_a_failure_to_load_without_an_error_is_no_error_to_remember(progress):
    load = LoadFailure("missing", ErrorFact("NameError", "…"))
    progress.record(verdict(Reason(ReasonKind.LOAD, load=load)))

    assert progress.last_error is None


# The file


def test_a_missing_file_is_the_beginning_of_a_course(file):
    assert file.load() == (Progress(), None)


def test_loading_writes_nothing(file):
    file.load()

    assert not file.path.parent.exists()


def test_what_was_saved_is_loaded(file, progress):
    progress.record(verdict(raised("árvíz ✓"), misconceptions=("graph_cut",)))
    progress.record(verdict())
    progress.of("step").hints = 2
    file.save(progress)

    assert file.load() == (progress, None)


def test_the_file_is_as_documented(file, progress):
    progress.exercises["slope"] = ExerciseProgress(
        passed_at="2026-11-23T21:14:05+00:00", attempts=4, hints=1, misconceptions={"graph_cut": 2}
    )
    progress.last_error = LastError(exercise="slope", type_name="RuntimeError", message="…")
    file.save(progress)

    assert json.loads(file.path.read_bytes()) == {
        "schema_version": 1,
        "exercises": {
            "slope": {
                "passed_at": "2026-11-23T21:14:05+00:00",
                "attempts": 4,
                "hints": 1,
                "misconceptions": {"graph_cut": 2},
            }
        },
        "items": {},
        "cards": {},
        "last_error": {"exercise": "slope", "type_name": "RuntimeError", "message": "…"},
    }


def test_unknown_keys_are_ignored(file):
    file.path.parent.mkdir()
    file.path.write_text('{"exercises": {"slope": {"attempts": 3, "stars": 5}}, "theme": "dark"}')
    progress, aside = file.load()

    assert (progress.of("slope").attempts, aside) == (3, None)


UNREADABLE = {
    "empty": b"",
    "cut": b'{"exercises": {"slope": {"attem',
    "no JSON": b"hello",
    "no UTF-8": b'{"exercises": {"\xff": {}}}',
    "a list": b"[]",
    "no mapping of exercises": b'{"exercises": [1]}',
    "attempts that are no number": b'{"exercises": {"slope": {"attempts": "many"}}}',
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_put_aside_as_it_is(file, content):
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    progress, aside = file.load()

    assert progress == Progress()
    assert aside == file.path.with_name("progress.unreadable.json")
    assert aside.read_bytes() == content
    assert not file.path.exists()


def test_a_second_unreadable_file_does_not_overwrite_the_first(file):
    file.path.parent.mkdir()
    asides = []
    for content in ("one", "two", "three"):
        file.path.write_text(content)
        asides.append(file.load()[1])

    assert [aside.name for aside in asides] == [
        "progress.unreadable.json",
        "progress.unreadable2.json",
        "progress.unreadable3.json",
    ]
    assert [aside.read_text() for aside in asides] == ["one", "two", "three"]


def test_after_an_unreadable_file_counting_goes_on(file, progress):
    file.path.parent.mkdir()
    file.path.write_text("hello")
    file.load()
    progress.record(verdict())
    file.save(progress)

    assert file.load()[0].passed("slope")


def test_a_disk_that_is_full_leaves_the_old_file(file, progress, monkeypatch):
    file.save(progress)
    before = file.path.read_bytes()
    progress.record(verdict())
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        file.save(progress)

    assert file.path.read_bytes() == before


def test_nothing_is_left_beside_the_file(file, progress):
    file.save(progress)
    file.save(progress)

    assert [path.name for path in file.path.parent.iterdir()] == ["progress.json"]


def test_a_half_written_file_of_an_earlier_crash_is_in_nobodys_way(file, progress):
    file.save(progress)
    file.path.with_suffix(".new.json").write_text('{"exer')
    progress.record(verdict())
    file.save(progress)

    assert file.load() == (progress, None)


@given(message=st.text())
def test_any_message_can_be_saved(tmp_path_factory, message):
    file = ProgressFile(tmp_path_factory.mktemp("progress") / "progress.json")
    progress = Progress()
    progress.record(verdict(raised(message)))
    file.save(progress)

    assert file.load()[0].last_error.message == message


def test_a_message_with_half_a_character_can_be_saved(file, progress):
    # raise ValueError("\ud800") comes through the sandbox's JSON as it is.
    progress.record(verdict(raised("half: \ud800")))
    file.save(progress)

    assert file.load()[0].last_error.message.startswith("half: ")
