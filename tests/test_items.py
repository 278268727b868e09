"""Keys of quiz items are found by running them. Oracles: torch in this process, and closed forms."""

from __future__ import annotations

import pytest
import torch
from courses import bundled_course, miniature_course

from autograder.authoring.items import Solver, load_item_solutions
from autograder.authoring.quizzes import bank_text, lint_bank, linted_bank_text, solver_for
from autograder.authoring.snippets import SnippetError, SnippetRunner
from autograder.content.items import Item, ItemSolution
from autograder.quizzes import ItemError, judge_answer, letter_of

MINIATURE = miniature_course()
CHAPTER = "02_gradients"


@pytest.fixture(scope="module")
def solver(snippets):
    return solver_for(MINIATURE, snippets)


@pytest.fixture(scope="module")
def solve(solver):
    solutions = load_item_solutions(MINIATURE, CHAPTER)

    def solve(name, variant=0):
        return solver.variant(name, MINIATURE.item(name), solutions[name], variant)

    return solve


def test_the_first_variant_has_the_first_value_of_each_parameter(solve):
    assert solve("N1").parameters == {"w": "w", "value": 3.0}
    assert solve("N1").question.code.startswith("w = torch.tensor(3.0,")


@pytest.mark.parametrize("variant", range(8))
def test_a_number_is_what_torch_says(solve, variant):
    solved = solve("N1", variant)
    value = solved.parameters["value"]

    # d(w²)/dw = 2w, added up twice; forgotten adding up gives it once.
    assert solved.right == (str(round(400 * value)),)
    assert solved.answers[str(round(200 * value))].misconception == "sum_for_mean"


def test_several_numbers_are_what_torch_says(solve):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    (x**2).backward(torch.tensor([1.0, 10.0]))

    assert solve("T1").shown[solve("T1").right[0]] == str([int(g) for g in x.grad.tolist()])


def test_a_shape_is_what_torch_says(solve):
    assert solve("S1").right == (",".join(map(str, (torch.zeros(4, 1) + torch.zeros(4)).shape)),)
    assert solve("S0").right == ("",)


def test_computed_options_are_what_the_code_and_its_mistakes_give(solve):
    texts = {o.text["en"]: solve("C1").answers[o.id].right for o in solve("C1").question.options}

    assert texts == {"int64": True, "float32": False}


def test_options_are_tried_by_torch(solve):
    assert set(solve("M1").right) == {"tracked", "leaf"}


def test_a_trace_is_the_graph_from_its_output(solve):
    solved = solve("R1")
    names = {option.id: option.text["en"] for option in solved.question.options}

    assert [names[part] for part in solved.right[0].split(",")] == [
        "TanhBackward0", "AddBackward0", "MulBackward0",
    ]  # fmt: skip


def test_every_order_that_does_the_same_is_right(solve):
    """Zeroing last leaves nothing behind either: three steps of SGD on w² by 0.8 each."""
    right = {tuple(order.split(",")) for order in solve("O1").right}

    assert right == {("zero", "backward", "step"), ("backward", "step", "zero")}
    assert solve("O1").answers["backward,zero,step"].misconception == "squares_it"


def test_nothing_to_order_is_shown_in_a_right_order(solve):
    for name in ("O1", "R1"):
        shown = ",".join(option.id for option in solve(name).question.options)
        assert shown not in solve(name).right


def test_a_faulty_line_is_the_one_whose_mend_helps(solve):
    assert solve("L1").right == ("4",)
    assert solve("L1").question.lines[3] == "optimizer.zero_grad()"


def test_an_error_is_the_one_that_is_raised(solve):
    texts = {o.text["en"]: solve("E1").answers[o.id].right for o in solve("E1").question.options}

    assert texts == {
        "AttributeError: 'NoneType' object has no attribute 'zero_'": True,
        "No error is raised.": False,
    }


def test_the_same_seed_draws_the_same_and_another_one_others(solve, snippets):
    other = Solver(snippets, MINIATURE.misconceptions, "an assignment's")
    solutions = load_item_solutions(MINIATURE, CHAPTER)
    item = MINIATURE.item("N1")

    drawn = [other.variant("N1", item, solutions["N1"], v).parameters for v in range(6)]
    assert drawn == [other.variant("N1", item, solutions["N1"], v).parameters for v in range(6)]
    assert drawn != [solve("N1", v).parameters for v in range(6)]


# What is refused


def item(**more):
    sheet = {
        "kind": "number", "stem": {"en": "?", "hu": "?"}, "code": "a = $n", "ask": "a + 1",
        "parameters": {"n": [1, 2]}, "concepts": ["slopes"], "after": "slope",
    }  # fmt: skip
    return Item.model_validate({**sheet, **more})


def solution(**more):
    return ItemSolution.model_validate({"explain": {"en": "So.", "hu": "Így."}, **more})


def distractor(**more):
    return {"feedback": {"en": "No.", "hu": "Nem."}, **more}


@pytest.mark.parametrize(
    ("made", "solutions", "problem"),
    [
        (item(), solution(distractors=[distractor(ask="1 + a")]), "another answer already"),
        (item(), solution(distractors=[distractor(ask="a + 1.005")]), "another answer already"),
        (item(ask="1 / 0"), solution(), "raises ZeroDivisionError"),
        (item(ask="float('nan')"), solution(), "can't be typed"),
        (item(ask="[1, 2]"), solution(), "is not one number"),
        (item(), solution(distractors=[distractor(edits=[{"old": "b", "new": "c"}])]), "0 times"),
        (
            item(),
            solution(distractors=[{"misconception": "adds_too", "ask": "a"}]),
            "misconceptions.yaml lacks. Did you mean 'adds_two'",
        ),
        (item(kind="single", ask="a"), solution(), "a choice of one"),
        (
            item(kind="single", ask=None, options={
                "x": {"code": "x", "holds": "True"}, "y": {"code": "y", "holds": "True"}}),
            solution(),
            "one option must be right",
        ),
        (
            item(kind="single", ask=None, options={
                "x": {"code": "x", "holds": "True"}, "y": {"code": "y", "holds": "False"}}),
            solution(key=["y"]),
            "torch tells its key",
        ),
        (
            item(kind="line", code="a = 1\nb = 2", ask="a == 1", parameters={}),
            solution(mend={"old": "b = 2", "new": "b = 3"}),
            "false before the mend",
        ),
    ],
)  # fmt: skip
def test_an_unfair_or_broken_item_is_refused(snippets, made, solutions, problem):
    solver = Solver(snippets, MINIATURE.misconceptions)

    with pytest.raises(ItemError, match=problem.replace("(", r"\(")):
        solver.variant("X", made, solutions, 0)


def test_numbers_that_collide_are_drawn_anew(snippets):
    """a·a and a + a are equal at 2; only variant 0 is printed, the others may be drawn again."""
    made = item(ask="a * a", parameters={"n": [3, 2, 5, 7]})
    solutions = solution(distractors=[distractor(ask="a + a")])
    solver = Solver(snippets, MINIATURE.misconceptions)

    drawn = {solver.variant("X", made, solutions, v).parameters["n"] for v in range(30)}
    assert drawn == {3, 5, 7}


def test_code_that_ends_the_process_is_told():
    with SnippetRunner() as runner, pytest.raises(SnippetError, match=r"os\._exit"):
        runner.run("import os; os._exit(1)")


@pytest.mark.parametrize(
    ("sheet", "problem"),
    [
        ({"kind": "number", "ask": None}, "needs ask"),
        ({"kind": "tensor", "code": None}, "needs code"),
        ({"kind": "order", "options": {}}, "three options"),
        ({"kind": "guess"}, "Input should be"),
        ({"parameters": {"n": {"start": 1, "stop": 3, "step": 0}}}, "greater than 0"),
        ({"parameters": {"N": [1]}}, "pattern"),
        ({"options": {"x": {"text": {"en": "a", "hu": "b"}, "code": "c"}}}, "one of them"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused(sheet, problem):
    with pytest.raises(ValueError, match=problem):
        item(**sheet)


def test_the_miniature_bank_is_clean(solver):
    assert [r.complaints for r in lint_bank(MINIATURE, CHAPTER, solver) if r.complaints] == []


# The course's own items


COURSE = bundled_course()
ITEMS = [
    pytest.param(chapter, name, id=name)
    for chapter, bank in COURSE.banks.items()
    for name in bank.root
]


@pytest.fixture(scope="module")
def own(snippets):
    solver = solver_for(COURSE, snippets)
    solutions = {chapter: load_item_solutions(COURSE, chapter) for chapter in COURSE.banks}

    def own(chapter, name, variant=0):
        return solver.variant(name, COURSE.item(name), solutions[chapter][name], variant)

    return own


@pytest.mark.parametrize(("chapter", "name"), ITEMS)
def test_what_is_right_is_judged_right_and_what_is_wrong_is_named(chapter, name, own):
    solved = own(chapter, name)
    question = solved.question

    if question.kind == "multiple":
        letters = [letter_of(i) for i, o in enumerate(question.options) if o.id in solved.right]
        assert judge_answer(question, solved.key, " ".join(letters)).correct
        return
    for answer, told in solved.answers.items():
        verdict = judge_answer(question, solved.key, solved.shown.get(answer, answer))
        assert verdict.correct == told.right
        assert verdict.misconceptions == (
            (told.misconception,) if told.misconception and not told.right else ()
        )


@pytest.mark.nightly
@pytest.mark.parametrize(("chapter", "name"), ITEMS)
def test_no_two_of_a_thousand_variants_answers_are_equal(chapter, name, own):
    """Fairness is checked while a variant is made; here a thousand are."""
    if not COURSE.item(name).parameters:
        pytest.skip("has no parameters")
    for variant in range(1000):
        solved = own(chapter, name, variant)
        texts = [option.text["en"] for option in solved.question.options]
        assert len(set(texts)) == len(texts)
        assert not set(solved.right) & set(solved.wrong)


# Solved once


class Counting:
    """A *runner* of snippets that counts what it is asked."""

    def __init__(self, runner):
        self._runner = runner
        self.asked = 0

    def run(self, code, ask=()):
        self.asked += 1
        return self._runner.run(code, ask)


def test_lint_solves_each_item_once_and_knows_what_its_bank_has_to_say(snippets):
    runner = Counting(snippets)
    solver = solver_for(MINIATURE, runner)
    reports = list(lint_bank(MINIATURE, CHAPTER, solver, variants=2))
    asked = runner.asked
    text = linted_bank_text(MINIATURE, CHAPTER, reports)

    assert asked
    assert runner.asked == asked
    assert text == bank_text(MINIATURE, CHAPTER, solver)
    assert {report.variants for report in reports} <= {1, 2}
