"""A quiz session: two tries, why afterwards, and what is noted."""

from datetime import datetime, timedelta, timezone

import pytest
from courses import miniature_course

from autograder.quizzes import AnswerError, QuizSession, Stage, load_bank
from autograder.workspace import ItemProgress, Progress, ProgressFile
from autograder.workspace.questions import (
    after_exercise,
    for_review,
    note_answers,
    of_chapter,
    variant_to_ask,
)

COURSE = miniature_course()
BANK = load_bank(COURSE)
NOW = datetime(2026, 11, 25, tzinfo=timezone.utc)


@pytest.fixture
def sit():
    noted = []

    def sit(*items):
        session = QuizSession([BANK.posed(item, 0) for item in items], noted.append)
        return session, noted

    return sit


def test_a_right_answer_is_asked_for_its_reason(sit):
    session, noted = sit("N1")

    assert session.answer("12").verdict.correct
    assert (session.stage, noted) == (Stage.WHY, [])
    response = session.answer("Each backward adds to what is there.")

    assert response.explained
    assert (noted[0].verdict.correct, noted[0].why.correct) == (True, True)
    assert session.stage is Stage.DONE


def test_a_wrong_answer_may_be_tried_again_but_the_first_one_counts(sit):
    session, noted = sit("N1")

    first = session.answer("6")
    assert (first.verdict.misconceptions, first.explained) == (("sum_for_mean",), False)
    assert session.stage is Stage.AGAIN
    assert session.answer("12").explained

    assert not noted[0].verdict.correct
    assert session.credit == 0


def test_after_two_wrong_answers_the_explanation_is_due(sit):
    session, _ = sit("S0", "S1")

    session.answer("(1,)")
    assert session.answer("(2,)").explained
    assert session.number == 2


def test_an_answer_that_cannot_be_read_changes_nothing(sit):
    session, noted = sit("N1")

    with pytest.raises(AnswerError):
        session.answer("twelve")
    assert (session.stage, noted) == (Stage.ANSWER, [])


def test_a_skipped_question_is_not_noted(sit):
    session, noted = sit("N1", "S0")

    session.skip()
    session.answer("()")

    assert [asked.posed.question.item for asked in noted] == ["S0"]
    assert [asked.verdict is None for asked in session.over] == [True, False]


# Noting and coming back


def test_what_is_answered_is_in_the_progress_file(tmp_path):
    file = ProgressFile(tmp_path / "progress.json")
    session = QuizSession([BANK.posed("N1", 0), BANK.posed("S0", 0)], note_answers(file))
    session.answer("6")
    session.skip()
    session.answer("()")

    progress = file.load()
    wrong, right = progress.items["N1"], progress.items["S0"]
    assert (wrong.asked, wrong.right, wrong.misconceptions) == (1, 0, {"sum_for_mean": 1})
    assert (right.asked, right.right, right.last_right) == (1, 1, True)
    # Only what went wrong comes back.
    assert list(progress.cards) == ["N1"]


def test_the_right_answer_to_another_reason_is_not_mastered(tmp_path):
    file = ProgressFile(tmp_path / "progress.json")
    session = QuizSession([BANK.posed("N1", 0)], note_answers(file))
    session.answer("12")
    session.answer("Only the last backward counts.")

    entry = file.load().items["N1"]
    assert (entry.last_right, entry.credit, entry.misconceptions) == (False, 1.0, {"adds_two": 1})


def test_intervals_grow_with_right_answers_and_shrink_with_a_wrong_one():
    progress, moment, waits = Progress(), NOW, []
    for right in (False, True, True, True, False):
        progress.review("N1", right=right, now=moment)
        waits.append(progress.next_due - moment)
        moment = progress.next_due

    assert waits[0] < timedelta(hours=1)
    assert waits[1] < waits[2] < waits[3]
    assert waits[4] < waits[3]


def test_what_is_due_comes_with_other_numbers():
    progress = Progress()
    progress.items["N1"] = ItemProgress(asked=1)
    progress.review("N1", right=False, now=NOW)

    assert progress.due(NOW) == []
    assert progress.due(progress.next_due) == ["N1"]
    assert for_review(COURSE, progress, BANK.shows, 10) == ([("N1", "N1")], [])
    again = BANK.posed("N1", variant_to_ask(progress, "N1")).question
    assert again.code != BANK.posed("N1", 0).question.code


def test_a_mistake_in_code_is_asked_about_by_an_item_that_shows_it():
    progress = Progress()
    progress.of("mean_of").misconceptions["sum_for_mean"] = 1
    progress.review("mean_of", right=False, now=NOW)

    assert for_review(COURSE, progress, BANK.shows, 10) == ([("mean_of", "N1")], [])


def test_a_mistake_that_no_item_shows_is_solved_anew():
    progress = Progress()
    progress.of("count_down").misconceptions["one_nobody_asks"] = 1
    progress.review("count_down", right=False, now=NOW)

    assert for_review(COURSE, progress, BANK.shows, 10) == ([], ["count_down"])


def test_a_chapter_asks_what_is_not_known_first():
    progress = Progress()
    for item in ("N1", "T1", "S1"):
        progress.record_answer(item, [], 1.0, right=True)

    asked = of_chapter(COURSE, progress, "02_gradients", 6)

    assert len(asked) == 6
    assert not {"N1", "T1", "S1"} & set(asked)


def test_after_an_exercise_its_items_wait_until_answered():
    progress = Progress()
    assert "O1" in after_exercise(COURSE, progress, "step")
    progress.record_answer("O1", [], 1.0, right=True)

    assert "O1" not in after_exercise(COURSE, progress, "step")
