"""A kind of question is one module: the rest of us asks it and never which one it is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from courses import miniature_course

import autograder
from autograder.content import Text
from autograder.content.items import ItemKind
from autograder.feedback.quiz import how_to_answer, how_to_choose, quiz_feedback
from autograder.generating.quizzes.making import FORMS
from autograder.languages import words_in
from autograder.quizzes import (
    KINDS,
    Control,
    Meaning,
    Option,
    PlainKey,
    Posed,
    Question,
    QuizSession,
    Response,
    Stage,
    Standing,
    judge_answer,
    kind_of,
    load_bank,
)

PACKAGE = Path(autograder.__file__).parent
COURSE = miniature_course()
#: Where a kind may be named: its module, the format of ``quiz.yaml``, and one table for platforms.
TABLES = ("content/items.py", "generating/quizzes/making.py", "quizzes/drafts.py")


def test_every_name_has_its_kind_and_its_form():
    assert set(KINDS) == set(FORMS) == set(ItemKind)
    assert all(kind.name is name for name, kind in KINDS.items())


def test_every_kind_that_is_typed_has_a_reader_in_the_page():
    script = (PACKAGE / "pages" / "templates" / "quiz.js").read_text(encoding="utf-8")
    readers = re.search(r"const READINGS = \{(.*?)\n\};", script, re.DOTALL)[1]

    typed = {name.value for name, kind in KINDS.items() if kind.control is Control.TYPED}
    assert set(re.findall(r"^  (\w+):", readers, re.MULTILINE)) == typed


def test_nobody_else_asks_which_kind_it_is():
    asked = []
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        source = path.read_text(encoding="utf-8")
        if place.startswith("quizzes/kinds/") or place in TABLES or "ItemKind" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and node.value.id == "ItemKind":
                asked.append(f"{place}:{node.lineno}: ItemKind.{node.attr}")
    assert asked == []


@pytest.mark.parametrize("name", list(COURSE.items))
def test_a_question_says_how_it_is_answered_and_takes_such_an_answer(name):
    """What the prompt shows as an example, with this question's letters, can be read."""
    question = load_bank(COURSE).posed(name, 0).question
    kind, say = kind_of(question), words_in("en")
    examples = {"number": "3.5", "line": "1", "shape": "(2, 3)", "multiple": "ac"}
    parts = kind.example(question)
    typed = parts.get("example") or parts.get("letters") or examples.get(kind.name.value, "a")

    assert kind.readings(str(typed), question)
    assert "{" not in how_to_answer(question, say) + how_to_choose(question, say)


# Words


def response(question, key, typed):
    verdict = judge_answer(question, key, typed)
    return Response(verdict, Posed(question, key, ""), explained=False)  # type: ignore[arg-type]


SAID = Text(en="No small change.", hu="Nincs aprója.")
THREE = tuple(Option(f"o{n}", Text(en=f"{n} kg", hu=f"{n} kiló")) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("typed", "standing", "head"),
    [
        ("ac", Standing.RIGHT, "Right."),
        ("a", Standing.PARTLY, "Partly right: 50 %."),
        ("b", Standing.WRONG, "Not this one."),
    ],
)
def test_an_answer_is_said_to_be_right_partly_right_or_not(typed, standing, head):
    key = PlainKey({"o1": Meaning(True), "o2": Meaning(False, feedback=SAID), "o3": Meaning(True)})
    question = Question("M", 0, ItemKind.MULTIPLE, SAID, options=THREE)
    feedback = quiz_feedback(response(question, key, typed), {}, words_in("en"))

    assert (feedback.standing, feedback.head) == (standing, head)
    assert feedback.ideas == (("No small change.",) if typed == "b" else ())
    assert feedback.explanation == ""


def test_of_what_is_typed_it_is_not_said_that_there_are_others():
    question = Question("N", 0, ItemKind.NUMBER, SAID)
    feedback = quiz_feedback(response(question, PlainKey({}), "7"), {}, words_in("hu"))

    assert feedback.head == words_in("hu")("Not this.")


def test_the_explanation_waits_until_the_question_is_over():
    session = QuizSession([load_bank(COURSE).posed("S0", 0)], lambda _: None)
    said = [
        quiz_feedback(session.answer(typed), {}, words_in("en")).explanation
        for typed in ("(1,)", "(2,)")
    ]

    assert said[0] == ""
    assert said[1] == load_bank(COURSE).posed("S0", 0).explain["en"]
    assert session.stage is Stage.DONE


def test_what_is_said_to_several_options_has_an_order_of_its_own():
    """Not that of a set, which is another one in each process."""
    options = tuple(Option(f"o{n}", Text(en=f"x{n}", hu=f"x{n}")) for n in range(1, 9))
    meanings = {f"o{n}": Meaning(False, feedback=Text(en=f"{n}", hu=f"{n}")) for n in range(2, 9)}
    question = Question("M", 0, ItemKind.MULTIPLE, SAID, options=options)
    verdict = judge_answer(question, PlainKey({"o1": Meaning(True), **meanings}), "hgfedcba")

    assert [text["en"] for text in verdict.messages({})] == ["2", "3", "4", "5", "6", "7", "8"]
