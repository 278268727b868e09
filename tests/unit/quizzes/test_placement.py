"""A placement: few questions, the hardest first, and only what was shown counts as known."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.quizzes import (
    AnswerError,
    Meaning,
    Option,
    Placed,
    Placement,
    PlainKey,
    Question,
    hardest,
)


def posed(item, kind=ItemKind.NUMBER, options=0):
    text = Text(en="?", hu="?")
    choices = tuple(Option(f"o{n}", Text(en=f"t{n}", hu=f"t{n}")) for n in range(options))
    question = Question(item, 0, kind, text, options=choices)
    right = "o0" if options else "700"
    return SimpleNamespace(
        question=question, key=PlainKey({right: Meaning(right=True)}), why=None, explain=text
    )


def placed(chapters, answers):
    """The placement over *chapters* (name: number of questions) after *answers*, and what was noted."""
    noted = []
    asked = {
        name: [posed(f"{name}{number}") for number in range(count)]
        for name, count in chapters.items()
    }
    placement = Placement(asked, noted.append)
    given = 0
    for answer in answers:
        if placement.chapter is None:
            break
        given += 1
        placement.skip() if answer is None else placement.answer(answer)
    return placement, noted, given


COURSE = {"a": 2, "b": 2, "c": 2, "d": 2}


def test_who_knows_all_answers_two_questions_a_chapter():
    placement, noted, given = placed(COURSE, ["7"] * 20)

    assert placement.known == ("a", "b", "c", "d")
    assert given == len(noted) == 8


def test_a_beginner_answers_two_questions_and_nothing_is_set_aside():
    placement, _, given = placed(COURSE, ["1"] * 20)

    assert given == 2
    assert placement.chapter is None
    assert placement.known == ()
    assert placement.placed == (
        Placed("a", False), Placed("b", False), Placed("c", None), Placed("d", None)
    )  # fmt: skip


def test_one_right_answer_of_two_is_not_enough():
    placement, _, _ = placed(COURSE, ["7", "1", "7", "7"])

    assert placement.known == ("b",)
    assert placement.chapter == "c"


def test_two_chapters_that_are_not_known_end_it_only_in_a_row():
    placement, _, given = placed(COURSE, ["1", "7", "7", "1", "7", "7"])

    assert placement.known == ("b", "d")
    assert given == 6


def test_what_is_skipped_is_not_known_and_not_noted():
    placement, noted, _ = placed(COURSE, [None, "7", "7"])

    assert placement.known == ("b",)
    assert [asked.posed.question.item for asked in noted] == ["b0", "b1"]


def test_an_answer_that_cannot_be_read_changes_nothing():
    placement = Placement({"a": [posed("a0")]}, lambda _: None)

    with pytest.raises(AnswerError):
        placement.answer("seven")

    assert placement.chapter == "a"
    assert placement.placed == (Placed("a", None),)


def test_a_chapter_without_questions_is_never_known():
    placement = Placement({"a": [], "b": [posed("b0")]}, lambda _: None)

    assert placement.chapter == "b"
    assert [one.chapter for one in placement.placed] == ["b"]


def test_stopping_early_keeps_what_was_shown():
    placement, _, _ = placed(COURSE, ["7", "7", "7"])

    assert placement.known == ("a",)
    assert placement.placed[1:] == (Placed("b", None), Placed("c", None), Placed("d", None))


def items(**concepts):
    return {name: SimpleNamespace(concepts=each.split()) for name, each in concepts.items()}


def test_hardest_is_what_cannot_be_guessed_and_comes_late():
    chapter = items(early="x", typed="x", choice="y", ticks="z")
    asked = {
        "early": posed("early"), "typed": posed("typed"),
        "choice": posed("choice", ItemKind.SINGLE, 4), "ticks": posed("ticks", ItemKind.MULTIPLE, 4),
    }  # fmt: skip

    # Of the typed ones the later, then another concept, and ticks are harder to guess than one of four.
    assert hardest(chapter, asked) == ["typed", "ticks"]


def test_the_second_question_is_about_another_concept_if_there_is_one():
    asked = {name: posed(name) for name in ("a", "b", "c")}

    assert hardest(items(a="x", b="y", c="y"), asked) == ["c", "a"]
    assert hardest(items(a="x", b="x", c="x"), asked) == ["c", "b"]
    assert hardest(items(a="x"), {"a": posed("a")}) == ["a"]
