"""A learner's working copy: whatever the course does, what a learner wrote is kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from full_disk import fill_the_disk

from autograder.content import load_course
from autograder.workspace import (
    NoWorkspaceError,
    UpdateKind,
    Workspace,
    WorkspaceError,
    merging,
    render_stub,
    working_copy,
)

MINIATURE = Path(__file__).parents[2] / "course" / "exercises"
TODO = "    raise NotImplementedError\n"
ANSWER = "    return 2 * x\n"

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="merging is git's work")


@pytest.fixture(scope="module")
def course():
    return load_course(MINIATURE)


@pytest.fixture
def workspace(tmp_path, course):
    return Workspace.create(tmp_path / "home", course, "en")[0]


@pytest.fixture
def newer(tmp_path):
    """Loads the course anew with texts replaced in one file: a later release."""

    def newer(before, after, file="01_values/double_it/README.md"):
        path = tmp_path / "newer"
        if not path.exists():
            shutil.copytree(MINIATURE, path)
        changed = path / file
        text = changed.read_text(encoding="utf-8")
        assert before in text
        changed.write_text(text.replace(before, after), encoding="utf-8")
        return load_course(path)

    return newer


def file_of(workspace, course, exercise="double_it"):
    return workspace.path_of(course.exercise(exercise))


def edit(path, before=TODO, after=ANSWER):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def update(workspace, course, exercise="double_it"):
    """The update of one exercise, all being updated."""
    return next(done for done in workspace.update(course) if done.exercise == exercise)


# A stub, rendered


def test_a_file_starts_as_the_statement_in_comments_above_the_stub(course):
    assert render_stub(course.exercise("double_it"), "en") == (
        "# Twice as much\n"
        "#\n"
        "# Return twice `x`.\n"
        "#\n"
        "# gradlings hint double_it\n"
        "# ─────────────────────────────────────────────────────────────────────────────\n"
        "\n"
        "def double_it(x: float) -> float:\n"
        '    """Return twice x."""\n'
        "    # TODO: return twice x.\n"
        "    raise NotImplementedError\n"
    )


def test_a_file_speaks_the_language_asked_for(course):
    text = render_stub(course.exercise("double_it"), "hu")

    assert text.startswith("# Kétszer annyi\n#\n# Add vissza `x` kétszeresét.\n")
    assert "# TODO: add vissza x kétszeresét." in text


def test_a_rendered_stub_is_python(course):
    for exercise in course.exercises:
        for language in ("en", "hu"):
            compile(render_stub(exercise, language), exercise.id, "exec")


# init


def test_init_writes_each_exercise_into_its_chapter(workspace, course):
    written = [
        path.relative_to(workspace.root) for path in workspace.exercises_folder.rglob("*.py")
    ]

    assert sorted(map(str, written)) == [
        "exercises/01_values/count_down.py",
        "exercises/01_values/double_it.py",
        "exercises/01_values/mean_of.py",
        "exercises/02_gradients/slope.py",
        "exercises/02_gradients/step.py",
    ]


def test_init_tells_what_it_wrote(tmp_path, course):
    _, updates = Workspace.create(tmp_path / "home", course, "en")

    assert [(done.exercise, done.kind) for done in updates] == [
        (exercise.id, UpdateKind.WRITTEN) for exercise in course.exercises
    ]


def test_init_makes_the_folders_above_too(tmp_path, course):
    workspace, _ = Workspace.create(tmp_path / "a" / "b", course, "en")

    assert workspace.root.is_dir()


def test_each_chapters_story_stands_beside_its_exercises(workspace, course):
    story = (course.path / "01_values" / "README.md").read_text(encoding="utf-8")

    assert (workspace.exercises_folder / "01_values" / "README.md").read_text(
        encoding="utf-8"
    ) == story


def test_a_story_speaks_the_new_language_after_an_update(workspace, course):
    workspace.use_language("hu")
    list(workspace.update(course))

    story = (course.path / "01_values" / "README.hu.md").read_text(encoding="utf-8")
    assert (workspace.exercises_folder / "01_values" / "README.md").read_text(
        encoding="utf-8"
    ) == story


def test_notes_in_a_chapters_story_stay(workspace, course):
    page = workspace.exercises_folder / "01_values" / "README.md"
    page.write_text("my notes")
    workspace.use_language("hu")
    list(workspace.update(course))

    assert page.read_text() == "my notes"


def test_init_overwrites_no_file_that_is_there(tmp_path, course):
    path = tmp_path / "exercises" / "01_values" / "double_it.py"
    path.parent.mkdir(parents=True)
    path.write_text("mine\n")
    _, updates = Workspace.create(tmp_path, course, "en")

    assert path.read_text() == "mine\n"
    assert updates[0].kind is UpdateKind.KEPT


def test_a_second_init_keeps_what_was_written(workspace, course):
    path = file_of(workspace, course)
    mine = edit(path)
    _, updates = Workspace.create(workspace.root, course, "en")

    assert path.read_text(encoding="utf-8") == mine
    assert [done.kind for done in updates] == [UpdateKind.KEPT] + [UpdateKind.UNCHANGED] * 4


def test_a_second_init_replaces_no_file_of_an_older_course(workspace, newer):
    changed = newer("Return twice", "Give back twice")
    path = file_of(workspace, changed)
    before = path.read_text(encoding="utf-8")
    _, updates = Workspace.create(workspace.root, changed, "en")

    assert path.read_text(encoding="utf-8") == before
    assert updates[0].kind is UpdateKind.KEPT


def test_a_second_init_writes_what_was_deleted(workspace, course):
    path = file_of(workspace, course)
    path.unlink()
    Workspace.create(workspace.root, course, "en")

    assert path.is_file()


def test_a_second_init_does_not_change_the_language(workspace, course):
    again, _ = Workspace.create(workspace.root, course, "hu")

    assert again.language == "en"


def test_a_second_init_keeps_the_progress(workspace, course):
    with workspace.progress_file.changing() as progress:
        progress.of("slope").attempts = 7
    again, _ = Workspace.create(workspace.root, course, "en")

    assert again.progress_file.load().of("slope").attempts == 7


def test_the_bundled_course_is_remembered_by_no_path(workspace):
    assert workspace.course_path is None


def test_another_course_is_remembered_by_its_path(tmp_path, course):
    workspace, _ = Workspace.create(tmp_path, course, "en", bundled=False)

    assert workspace.course_path == MINIATURE


def test_a_file_where_the_folder_should_be_is_an_error_that_names_it(tmp_path, course):
    path = tmp_path / "home"
    path.write_text("I am a file.")

    with pytest.raises(OSError, match=r"directory|exists") as caught:
        Workspace.create(path, course, "en")

    assert str(path) in str(caught.value.filename)
    assert path.read_text() == "I am a file."


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_is_an_error_that_names_it(tmp_path, course):
    tmp_path.chmod(0o500)

    with pytest.raises(PermissionError, match=tmp_path.name):
        Workspace.create(tmp_path, course, "en")


# Finding it again


def test_find_walks_up_to_the_working_copy(workspace):
    inside = workspace.exercises_folder / "01_values"

    assert Workspace.find(inside).root == workspace.root


def test_find_begins_at_the_folder_itself(workspace):
    assert Workspace.find(workspace.root).root == workspace.root


def test_find_takes_the_nearest_of_two(workspace, course):
    inner, _ = Workspace.create(workspace.root / "inner", course, "hu")

    assert Workspace.find(inner.exercises_folder).root == inner.root


def test_find_looks_past_a_folder_without_settings(workspace):
    (workspace.exercises_folder / ".gradlings").mkdir()

    assert Workspace.find(workspace.exercises_folder).root == workspace.root


def test_outside_a_working_copy_the_way_in_is_told(tmp_path):
    with pytest.raises(NoWorkspaceError) as caught:
        Workspace.find(tmp_path)

    assert str(caught.value) == "this is no working copy; make one with: gradlings init"


def test_a_folder_that_is_none_says_so(tmp_path):
    with pytest.raises(NoWorkspaceError) as caught:
        Workspace(tmp_path)

    assert str(caught.value) == f"{tmp_path} is no working copy; make one with: gradlings init"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"language": "x_x"}', '{"schema_version": 1}', "\x00"]
)
def test_unreadable_settings_say_what_to_do(workspace, content):
    path = workspace.root / ".gradlings" / "workspace.json"
    path.write_text(content)

    with pytest.raises(WorkspaceError) as caught:
        Workspace.find(workspace.root)

    assert str(caught.value) == (
        f"{path} can't be read; delete it and run gradlings init here again, "
        "your exercises stay as they are"
    )


def test_an_exercise_is_known_by_its_file(workspace, course):
    slope = course.exercise("slope")

    assert workspace.exercise_of(workspace.path_of(slope), course) == slope


def test_a_file_of_the_same_name_elsewhere_is_no_exercise(workspace, course):
    assert workspace.exercise_of(workspace.root / "slope.py", course) is None


# update


def test_an_untouched_file_of_the_same_course_is_unchanged(workspace, course):
    assert [done.kind for done in workspace.update(course)] == [UpdateKind.UNCHANGED] * 5


def test_a_missing_file_is_written(workspace, course):
    path = file_of(workspace, course)
    path.unlink()

    assert update(workspace, course).kind is UpdateKind.WRITTEN
    assert path.is_file()


def test_a_new_exercise_is_written(workspace, course, newer):
    newer("Return twice", "Give back twice")
    path = workspace.root.parent / "newer"
    shutil.copytree(path / "01_values" / "double_it", path / "01_values" / "triple_it")
    changed = load_course(path)

    assert update(workspace, changed, "triple_it").kind is UpdateKind.WRITTEN


def test_an_untouched_file_is_replaced_by_a_newer_one(workspace, newer):
    changed = newer("Return twice", "Give back twice")
    done = update(workspace, changed)

    assert done.kind is UpdateKind.REPLACED
    assert "# Give back twice `x`." in done.path.read_text(encoding="utf-8")


def test_an_edited_file_is_kept_if_the_course_is_the_same(workspace, course):
    mine = edit(file_of(workspace, course))
    done = update(workspace, course)

    assert done.kind is UpdateKind.KEPT
    assert done.path.read_text(encoding="utf-8") == mine


@needs_git
def test_an_edit_and_a_newer_statement_are_merged(workspace, newer):
    changed = newer("# Twice as much", "# Twice as many")
    edit(file_of(workspace, changed))
    done = update(workspace, changed)

    text = done.path.read_text(encoding="utf-8")
    assert done.kind is UpdateKind.MERGED
    assert text.startswith("# Twice as many\n")
    assert ANSWER in text


@needs_git
def test_what_was_merged_is_kept_by_the_next_update(workspace, newer):
    changed = newer("# Twice as much", "# Twice as many")
    edit(file_of(workspace, changed))
    update(workspace, changed)

    assert update(workspace, changed).kind is UpdateKind.KEPT


@needs_git
def test_bytes_that_are_no_text_survive_a_merge(workspace, newer):
    changed = newer("# Twice as much", "# Twice as many")
    path = file_of(workspace, changed)
    path.write_bytes(path.read_bytes().replace(TODO.encode(), b"    return 2 * x  # k\xe9t\n"))
    done = update(workspace, changed)

    assert done.kind is UpdateKind.MERGED
    assert b"return 2 * x  # k\xe9t\n" in path.read_bytes()


@needs_git
def test_changes_of_the_same_lines_are_a_conflict(workspace, newer):
    changed = newer(
        "    raise Not", "    # Write here.\n    raise Not", "01_values/double_it/stub.py"
    )
    path = file_of(workspace, changed)
    mine = edit(path)
    done = update(workspace, changed)

    assert done.kind is UpdateKind.CONFLICT
    assert path.read_text(encoding="utf-8") == mine


@needs_git
def test_in_a_conflict_the_new_version_stands_beside(workspace, newer):
    changed = newer(
        "    raise Not", "    # Write here.\n    raise Not", "01_values/double_it/stub.py"
    )
    edit(file_of(workspace, changed))
    done = update(workspace, changed)

    assert done.beside == done.path.with_name("double_it.py.new")
    assert done.beside.read_text(encoding="utf-8") == render_stub(
        changed.exercise("double_it"), "en"
    )


@needs_git
def test_a_conflict_is_told_once(workspace, newer):
    changed = newer(
        "    raise Not", "    # Write here.\n    raise Not", "01_values/double_it/stub.py"
    )
    edit(file_of(workspace, changed))
    update(workspace, changed)

    assert update(workspace, changed).kind is UpdateKind.KEPT


def test_without_git_an_edited_file_is_a_conflict(workspace, newer, monkeypatch):
    monkeypatch.setattr(merging.shutil, "which", lambda name: None)
    changed = newer("# Twice as much", "# Twice as many")
    path = file_of(workspace, changed)
    mine = edit(path)
    done = update(workspace, changed)

    assert done.kind is UpdateKind.CONFLICT
    assert path.read_text(encoding="utf-8") == mine
    assert done.beside.read_text(encoding="utf-8").startswith("# Twice as many\n")


def test_git_that_fails_makes_a_conflict(workspace, newer, monkeypatch):
    failed = subprocess.CompletedProcess([], 255, stdout=b"", stderr=b"")
    monkeypatch.setattr(merging.shutil, "which", lambda name: "git")
    monkeypatch.setattr(merging.subprocess, "run", lambda *args, **options: failed)
    changed = newer("# Twice as much", "# Twice as many")
    mine = edit(file_of(workspace, changed))
    done = update(workspace, changed)

    assert done.kind is UpdateKind.CONFLICT
    assert done.path.read_text(encoding="utf-8") == mine


def test_where_nobody_knows_what_was_handed_out_the_file_is_kept(workspace, newer):
    shutil.rmtree(workspace.root / ".gradlings" / "given")
    changed = newer("# Twice as much", "# Twice as many")
    path = file_of(workspace, changed)
    mine = path.read_text(encoding="utf-8")
    done = update(workspace, changed)

    assert done.kind is UpdateKind.CONFLICT
    assert path.read_text(encoding="utf-8") == mine


def test_a_file_with_the_line_ends_of_windows_is_untouched(workspace, course):
    path = file_of(workspace, course)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert update(workspace, course).kind is UpdateKind.UNCHANGED


def test_an_exercise_that_left_the_course_keeps_its_file(workspace, course, newer):
    newer("Return twice", "Give back twice")
    folder = workspace.root.parent / "newer"
    shutil.rmtree(folder / "02_gradients" / "slope")
    list(workspace.update(load_course(folder)))

    assert file_of(workspace, course, "slope").is_file()


def test_update_keeps_the_progress(workspace, newer):
    with workspace.progress_file.changing() as progress:
        progress.of("double_it").attempts = 7
    list(workspace.update(newer("Return twice", "Give back twice")))

    assert workspace.progress_file.load().of("double_it").attempts == 7


def test_a_disk_that_is_full_leaves_the_learners_file(workspace, newer, monkeypatch):
    changed = newer("# Twice as much", "# Twice as many")
    path = file_of(workspace, changed)
    mine = edit(path)
    monkeypatch.setattr(working_copy, "merged", lambda *texts: "merged\n" * 10)
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        list(workspace.update(changed))

    assert path.read_text(encoding="utf-8") == mine


# Languages


def test_the_language_is_remembered(workspace):
    workspace.use_language("hu")

    assert workspace.language == "hu"
    assert Workspace.find(workspace.root).language == "hu"


def test_the_course_is_still_remembered_after_a_change_of_language(tmp_path, course):
    workspace, _ = Workspace.create(tmp_path, course, "en", bundled=False)
    workspace.use_language("hu")

    assert Workspace.find(tmp_path).course_path == MINIATURE


def test_a_change_of_language_alone_changes_no_file(workspace, course):
    path = file_of(workspace, course)
    before = path.read_bytes()
    workspace.use_language("hu")

    assert path.read_bytes() == before


def test_untouched_files_speak_the_new_language_after_an_update(workspace, course):
    workspace.use_language("hu")

    assert {done.kind for done in workspace.update(course)} == {UpdateKind.REPLACED}
    assert file_of(workspace, course).read_text(encoding="utf-8").startswith("# Kétszer annyi")


def test_an_edited_file_stays_as_it_is_in_another_language(workspace, course):
    path = file_of(workspace, course)
    mine = edit(path)
    workspace.use_language("hu")
    done = update(workspace, course)

    assert done.kind is UpdateKind.CONFLICT
    assert path.read_text(encoding="utf-8") == mine
    assert done.beside.read_text(encoding="utf-8").startswith("# Kétszer annyi")


def test_there_and_back_leaves_files_as_they_were(workspace, course):
    path = file_of(workspace, course)
    before = path.read_bytes()
    for language in ("hu", "en"):
        workspace.use_language(language)
        list(workspace.update(course))

    assert path.read_bytes() == before


def test_a_disk_that_is_full_leaves_the_settings(workspace, monkeypatch):
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        with pytest.raises(OSError, match="No space left"):
            workspace.use_language("hu")

    assert Workspace.find(workspace.root).language == "en"


# reset


def test_reset_puts_the_stub_back(workspace, course):
    path = file_of(workspace, course)
    edit(path)
    workspace.reset(course.exercise("double_it"))

    assert path.read_text(encoding="utf-8") == render_stub(course.exercise("double_it"), "en")


def test_reset_keeps_what_was_written_byte_for_byte(workspace, course):
    path = file_of(workspace, course)
    path.write_bytes(b"caf\xe9\r\n")
    backup = workspace.reset(course.exercise("double_it"))

    assert backup.read_bytes() == b"caf\xe9\r\n"
    assert backup.parent == workspace.root / ".gradlings" / "backups"
    assert backup.name.startswith("double_it.")


def test_each_reset_keeps_its_own_backup(workspace, course):
    path = file_of(workspace, course)
    backups = []
    for text in ("one\n", "two\n"):
        path.write_text(text)
        backups.append(workspace.reset(course.exercise("double_it")))

    assert [backup.read_text() for backup in backups] == ["one\n", "two\n"]


def test_reset_of_an_untouched_file_keeps_no_backup(workspace, course):
    assert workspace.reset(course.exercise("double_it")) is None
    assert not (workspace.root / ".gradlings" / "backups").exists()


def test_reset_of_a_deleted_file_writes_it(workspace, course):
    path = file_of(workspace, course)
    path.unlink()

    assert workspace.reset(course.exercise("double_it")) is None
    assert path.is_file()


def test_reset_takes_the_tick_but_not_the_count_of_attempts(workspace, course):
    with workspace.progress_file.changing() as progress:
        entry = progress.of("double_it")
        entry.passed_at, entry.attempts = "2026-01-01T00:00:00+00:00", 3
    workspace.reset(course.exercise("double_it"))

    loaded = workspace.progress_file.load()
    assert not loaded.passed("double_it")
    assert loaded.of("double_it").attempts == 3


def test_reset_touches_no_other_exercise(workspace, course):
    mine = edit(file_of(workspace, course, "slope"))
    with workspace.progress_file.changing() as progress:
        progress.of("slope").passed_at = "2026-01-01T00:00:00+00:00"
    workspace.reset(course.exercise("double_it"))

    assert file_of(workspace, course, "slope").read_text(encoding="utf-8") == mine
    assert workspace.progress_file.load().passed("slope")


def test_after_a_reset_the_file_counts_as_untouched(workspace, course, newer):
    edit(file_of(workspace, course))
    workspace.reset(course.exercise("double_it"))

    assert update(workspace, newer("Return twice", "Give back twice")).kind is UpdateKind.REPLACED


def test_without_space_for_a_backup_what_was_written_stays_where_it_is(
    workspace, course, monkeypatch
):
    mine = edit(file_of(workspace, course))
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        workspace.reset(course.exercise("double_it"))

    assert file_of(workspace, course).read_text(encoding="utf-8") == mine
    assert list((workspace.root / ".gradlings" / "backups").iterdir()) == []


def test_a_disk_that_is_full_leaves_no_half_of_the_settings(tmp_path, course, monkeypatch):
    with monkeypatch.context() as full:
        fill_the_disk(full)
        with pytest.raises(OSError, match="No space left"):
            Workspace.create(tmp_path / "home", course, "hu")
    again, updates = Workspace.create(tmp_path / "home", course, "hu")

    assert again.language == "hu"
    assert {update.kind for update in updates} == {UpdateKind.WRITTEN}


def test_settings_are_as_documented(workspace):
    path = workspace.root / ".gradlings" / "workspace.json"

    assert json.loads(path.read_bytes()) == {
        "schema_version": 1, "language": "en", "course": None, "origin": None, "digest": None,
    }  # fmt: skip
