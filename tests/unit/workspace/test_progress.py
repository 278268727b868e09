"""The progress file: what is counted, and that nothing in it is ever lost."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import filelock
import pytest
from courses import miniature_course
from full_disk import fill_the_disk
from hypothesis import given
from hypothesis import strategies as st

from autograder.judging import CheckVerdict, Outcome, Reason, ReasonKind, Verdict
from autograder.observations import ErrorFact
from autograder.runs import LoadFailure
from autograder.workspace import (
    ENOUGH_TRIES,
    ExerciseProgress,
    LastError,
    Progress,
    ProgressError,
    ProgressFile,
    render_stub,
)
from autograder.workspace import progress_file as progress_module
from autograder.workspace.tries import judged

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


def test_a_try_is_a_program_that_was_not_checked_before(progress):
    for form in ("one", "one", "", "two", "one"):
        progress.record(verdict(FAILED), new=form)

    assert progress.of("slope").tries == ["one", "two"]
    assert progress.of("slope").attempts == 5


def test_tries_are_counted_as_far_as_anybody_asks(progress):
    for number in range(100):
        progress.record(verdict(FAILED), new=str(number))

    assert len(progress.of("slope").tries) == ENOUGH_TRIES


STUB = miniature_course().exercise("slope").stub("en")


@pytest.mark.parametrize(
    ("text", "tries"),
    [
        (STUB, 0),
        (miniature_course().exercise("slope").stub("hu"), 0),
        (render_stub(miniature_course().exercise("slope"), "hu"), 0),
        ("# a comment\n" + STUB.replace("    ", "  "), 0),
        (STUB.replace("raise NotImplementedError", "return x"), 1),
        (STUB.replace("raise NotImplementedError", "return ("), 1),
        ("", 1),
    ],
    ids=["stub", "stub in Hungarian", "with its statement", "laid out anew", "changed",
         "broken by a change", "emptied"],
)  # fmt: skip
def test_an_honest_try_is_a_check_of_a_changed_program(progress, text, tries):
    exercise = miniature_course().exercise("slope")
    for _ in range(2):
        judged(verdict(FAILED), text, exercise)(progress)

    assert len(progress.of("slope").tries) == tries


@pytest.mark.parametrize(("text", "counted"), [(STUB, {}), (f"{STUB}\nmore = 1\n", {"late": 1})])
def test_nobody_answers_for_a_mistake_that_the_stub_has(progress, text, counted):
    shown = verdict(FAILED, misconceptions=("late",))

    judged(shown, text, miniature_course().exercise("slope"))(progress)

    assert progress.of("slope").attempts == 1
    assert progress.of("slope").misconceptions == counted
    assert [*progress.cards] == ["slope"] * bool(counted)


def test_a_solution_that_was_shown_before_the_pass_is_noted_and_comes_back_in_a_review(progress):
    progress.give_solution("slope")

    assert progress.of("slope").solution_at is not None
    assert progress.next_due is not None
    assert not progress.passed("slope")


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
    assert file.load() == Progress()


def test_loading_writes_nothing(file):
    file.load()

    assert not file.path.parent.exists()


def test_what_was_changed_is_loaded(file):
    with file.changing() as progress:
        progress.record(verdict(raised("árvíz ✓"), misconceptions=("graph_cut",)))
    with file.changing() as progress:
        progress.record(verdict())
        progress.give_hint("step", 2)

    assert file.load() == progress
    assert progress.of("slope").attempts == 2
    assert progress.of("step").hints == 2


def test_a_hint_seen_again_takes_none_back(file):
    for number in (3, 1):
        with file.changing() as progress:
            progress.give_hint("step", number)

    assert file.load().of("step").hints == 3


def test_what_is_done_to_a_loaded_progress_is_kept_nowhere(file):
    file.load().record(verdict())

    assert file.load() == Progress()


def test_a_change_that_fails_changes_nothing(file):
    with file.changing() as progress:
        progress.record(verdict())
    with pytest.raises(AttributeError), file.changing() as progress:
        progress.of("slope").attempts = None.more

    assert file.load().of("slope").attempts == 1


def test_the_file_is_as_documented(file):
    with file.changing() as progress:
        progress.exercises["slope"] = ExerciseProgress(
            passed_at="2026-11-23T21:14:05+00:00",
            attempts=4,
            hints=1,
            misconceptions={"graph_cut": 2},
        )
        progress.last_error = LastError(exercise="slope", type_name="RuntimeError", message="…")

    assert json.loads(file.path.read_bytes()) == {
        "schema_version": 1,
        "exercises": {
            "slope": {
                "passed_at": "2026-11-23T21:14:05+00:00",
                "set_aside_at": None,
                "attempts": 4,
                "hints": 1,
                "misconceptions": {"graph_cut": 2},
                "tries": [],
                "solution_at": None,
            }
        },
        "items": {},
        "cards": {},
        "last_error": {"exercise": "slope", "type_name": "RuntimeError", "message": "…"},
    }


def test_what_a_newer_gradlings_wrote_stays_there(file):
    file.path.parent.mkdir()
    file.path.write_text('{"exercises": {"slope": {"attempts": 3, "stars": 5}}, "theme": "dark"}')
    with file.changing() as progress:
        progress.record(verdict())

    written = json.loads(file.path.read_bytes())
    assert (written["exercises"]["slope"]["stars"], written["theme"]) == (5, "dark")
    assert written["exercises"]["slope"]["attempts"] == 4


UNREADABLE = {
    "empty": b"",
    "cut": b'{"exercises": {"slope": {"attem',
    "no JSON": b"hello",
    "no UTF-8": b'{"exercises": {"\xff": {}}}',
    "a list": b"[]",
    "no mapping of exercises": b'{"exercises": [1]}',
    "attempts that are no number": b'{"exercises": {"slope": {"attempts": "many"}}}',
    "a card without its dates": b'{"cards": {"Q1": {}}}',
    "a card that is due at no time": b'{"cards": {"Q1": {"card_id": 1, "state": 1, "due": "soon"}}}',
    "nested too deep": b"[" * 100_000,
}


def looked_at(file):
    file.load()


def changed(file):
    with file.changing() as progress:
        progress.record(verdict())


@pytest.mark.parametrize("use", [looked_at, changed])
@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_put_aside_as_it_is_and_told(tmp_path, content, use):
    told = []
    file = ProgressFile(tmp_path / "progress.json", told.append)
    file.path.write_bytes(content)
    use(file)

    (aside,) = told
    assert aside == file.path.with_name("progress.unreadable.json")
    assert aside.read_bytes() == content
    assert file.load().of("slope").attempts == (use is changed)


def test_a_second_unreadable_file_does_not_overwrite_the_first(tmp_path):
    asides = []
    file = ProgressFile(tmp_path / "progress.json", asides.append)
    for content in ("one", "two", "three"):
        file.path.write_text(content)
        file.load()

    assert [aside.name for aside in asides] == [
        "progress.unreadable.json",
        "progress.unreadable2.json",
        "progress.unreadable3.json",
    ]
    assert [aside.read_text() for aside in asides] == ["one", "two", "three"]


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_beside_it(file, monkeypatch):
    with file.changing() as progress:
        progress.record(verdict())
    before = file.path.read_bytes()
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left"), file.changing() as progress:
        progress.record(verdict())

    assert file.path.read_bytes() == before
    assert {path.name for path in file.path.parent.iterdir()} == {"progress.json", "progress.lock"}


def test_a_half_written_file_of_an_earlier_crash_is_in_nobodys_way(file):
    with file.changing() as progress:
        progress.record(verdict())
    file.path.with_name(".progress.json.writing").write_text('{"exer')
    with file.changing() as progress:
        progress.record(verdict())

    assert file.load().of("slope").attempts == 2


@given(message=st.text())
def test_any_message_can_be_saved(tmp_path_factory, message):
    file = ProgressFile(tmp_path_factory.mktemp("progress") / "progress.json")
    with file.changing() as progress:
        progress.record(verdict(raised(message)))

    assert file.load().last_error.message == message


def test_a_message_with_half_a_character_can_be_saved(file):
    # raise ValueError("\ud800") comes through the sandbox's JSON as it is.
    with file.changing() as progress:
        progress.record(verdict(raised("half: \ud800")))

    assert file.load().last_error.message.startswith("half: ")


# Several programs at once


def test_a_program_that_does_not_let_go_is_told_and_nothing_is_lost(file, monkeypatch):
    monkeypatch.setattr(progress_module, "_PATIENCE", 0.1)
    with file.changing() as progress:
        progress.record(verdict())
        with pytest.raises(ProgressError, match=r"progress\.json is held by another program"):
            changed(file)

    assert file.load().of("slope").attempts == 1


# A disk that takes nothing

SEAMS = {
    "the folder": (Path, "mkdir"),
    "the lock": (filelock.FileLock, "acquire"),
    "what is written": (Path, "write_bytes"),
    "what takes its place": (Path, "replace"),
}


def refuse(monkeypatch, seam, number):
    def refused(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*SEAMS[seam], refused)


@pytest.mark.parametrize("seam", SEAMS)
def test_whatever_the_disk_says_what_is_noted_waits_and_is_written_with_the_next(
    tmp_path, monkeypatch, seam
):
    for number, name in errno.errorcode.items():
        file = ProgressFile(tmp_path / name / "progress.json")
        file.note(lambda progress: progress.record(verdict(exercise="before")))
        on_disk = file.path.read_bytes()
        with monkeypatch.context() as disk:
            refuse(disk, seam, number)
            noted = file.note(lambda progress: progress.record(verdict()))

            assert noted.passed("slope"), name
            assert file.load().passed("slope"), name
            assert file.trouble.errno == number
            assert file.path.read_bytes() == on_disk, name
        file.note(lambda progress: progress.give_hint("step", 1))

        assert file.trouble is None, name
        written = ProgressFile(file.path).load()
        assert written.passed("before"), name
        assert (written.of("slope").attempts, written.of("step").hints) == (1, 1), name


def test_whatever_keeps_the_file_from_being_read_is_told_and_overwrites_nothing(
    tmp_path, monkeypatch
):
    for number, name in errno.errorcode.items():
        file = ProgressFile(tmp_path / name / "progress.json")
        file.note(lambda progress: progress.record(verdict(exercise="before")))
        with monkeypatch.context() as disk:
            unreadable = OSError(number, "no")
            disk.setattr(Path, "read_bytes", lambda _, error=unreadable: raise_(error))
            loaded = file.load()
            file.note(lambda progress: progress.record(verdict()))
            told = file.trouble

        if number != errno.ENOENT:  # No file is the beginning of a course.
            assert loaded == Progress(), name
            assert told.errno == number
            assert file.load().passed("before"), name
        assert file.load().passed("slope"), name


def raise_(error):
    raise error


def test_what_waits_is_written_when_it_is_tried_again_and_only_once(file, monkeypatch):
    with monkeypatch.context() as disk:
        refuse(disk, "what is written", errno.ENOSPC)
        file.note(lambda progress: progress.record(verdict()))
        file.note(lambda progress: progress.record(verdict()))
        file.catch_up()
    for _ in range(3):
        file.catch_up()

    assert ProgressFile(file.path).load().of("slope").attempts == 2


def test_a_change_of_ours_that_goes_wrong_is_not_tried_again(file):
    with pytest.raises(ZeroDivisionError):
        file.note(lambda _: 1 / 0)
    file.note(lambda progress: progress.give_hint("slope", 1))

    assert file.load().of("slope").hints == 1


def test_an_unreadable_file_that_cannot_be_put_aside_stays_as_it_is(tmp_path, monkeypatch):
    told = []
    file = ProgressFile(tmp_path / "progress.json", told.append)
    file.path.write_text("no JSON")
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(errno.EROFS, "")))

    assert file.load() == Progress()
    assert file.note(lambda progress: progress.record(verdict())).passed("slope")
    assert file.trouble.errno == errno.EROFS
    assert (file.path.read_text(), told) == ("no JSON", [])


def test_a_program_that_does_not_let_go_keeps_nobody_from_going_on(file, monkeypatch):
    monkeypatch.setattr(progress_module, "_PATIENCE", 0.1)
    other = ProgressFile(file.path)
    with file.changing():
        assert other.note(lambda progress: progress.record(verdict())).passed("slope")
        assert isinstance(other.trouble, ProgressError)
        # Not even for so long: who has waited once in vain asks, and goes on.
        monkeypatch.setattr(progress_module, "_PATIENCE", 3600)
        other.note(lambda progress: progress.record(verdict()))
    other.catch_up()

    assert file.load().of("slope").attempts == 2
