"""``@one_run``: claims that ask for the same run are judged on one, and none is in another's way."""

from __future__ import annotations

import gc
import itertools
import random
import weakref

import pytest
import torch

from autograder.observations import decode_observation
from autograder.probing import Case, Seen, journal, journaled, one_run, watching
from autograder.probing.loading import load_submission
from autograder.probing.running import load_checks, observe, run_checks

COUNTING = "import itertools\ncount = itertools.count()\ndef f(*given):\n    return next(count)\n"

THREE_CLAIMS = """
import torch
from autograder.probing import journal, journaled, one_run, plus

def first(submission, case):
    seen = _trained(submission, case)
    return seen.judging(journal.leaf_facts, "W").with_clues({"own": case.uniform(1, 9)})

def second(submission, case):
    seen = _trained(submission, case)
    return seen.judging({"returned": seen.answer, "plus": plus(seen.answer, case.uniform(1, 9))})

def third(submission, case):
    seen = _trained(submission, case)
    return seen.judging(journal.gradient_left, "W").judging({"drawn": torch.rand(1)})

@one_run
def _trained(submission, case):
    W = case.leaf(case.size("N", 3, 1, 2))
    return journaled(submission.f, W=W, lr=case.choice([0.1, 0.2])).with_clues({"W": W})
"""
STEP = """
import torch

def f(W, lr):
    loss = (W * torch.rand(())).sum()
    loss.backward()
    with torch.no_grad():
        W -= lr * W.grad
    return loss.item()
"""
PROGRAMS = {
    "a sound one": STEP,
    "one that leaves recording off": STEP.replace(
        "    return", "    torch.set_grad_enabled(False)\n    return"
    ),
    "one that seeds": STEP.replace("    loss =", "    torch.manual_seed(3)\n    loss =", 1),
    "one that raises": STEP.replace("    return", "    1 / 0\n    return"),
    "one that gives back the same list each time": STEP.replace(
        "    return loss.item()", "    kept.clear()\n    kept.append(loss.item())\n    return kept"
    )
    + "\nkept = []\n",
    "one that gives back the same lists within each other": STEP.replace(
        "    return loss.item()", "    kept[0]['a'] = [loss.item()]\n    return 1, kept"
    )
    + "\nkept = [{}]\n",
    "one that gives back the same tensor each time": STEP.replace(
        "    return loss.item()", "    kept.copy_(loss.detach())\n    return kept"
    )
    + "\nkept = torch.zeros(())\n",
    "one that gives back the same tensor in a list": STEP.replace(
        "    return loss.item()", "    kept.fill_(loss.item())\n    return [kept, {'a': (kept,)}]"
    )
    + "\nkept = torch.zeros(())\n",
    "one that gives back the same tensor with other data": STEP.replace(
        "    return loss.item()", "    kept.data = torch.ones(2) * loss.item()\n    return kept"
    )
    + "\nkept = torch.zeros(())\n",
    "one that gives back the same list of its own kind": STEP.replace(
        "    return loss.item()", "    kept.clear()\n    kept.append(loss.item())\n    return kept"
    )
    + "\nclass Own(list):\n    pass\n\nkept = Own()\n",
    "one that gives back the same tensor by name": STEP.replace(
        "    return loss.item()", "    kept.fill_(loss.item())\n    return Answer(kept)"
    )
    + "\nimport collections\nAnswer = collections.namedtuple('Answer', 'loss')\nkept = torch.zeros(())\n",
    "one that gives back the same array": STEP.replace(
        "    return loss.item()", "    kept[0] = loss.item()\n    return kept"
    )
    + "\nimport numpy\nkept = numpy.zeros(2)\n",
    "one that gives back what is no number": STEP.replace(
        "    return loss.item()", "    return torch.tensor([loss.item(), float('nan')])"
    ),
    "one that gives back what keeps no count": STEP.replace(
        "    return loss.item()",
        "    with torch.inference_mode():\n        return torch.ones(2) * loss.item()",
    ),
    "one that warns": STEP.replace(
        "    return", "    __import__('warnings').warn('!')\n    return"
    ),
}


def submission_of(source):
    return load_submission(source, "f")


def case_of(claim="claim", index=0, seed="public"):
    return Case(seed, f"ex/{claim}", index)


def told(checks, source, names, cases=3):
    """What each of the claims *names* shows in one job."""
    messages = run_checks(
        load_checks(checks),
        source=source,
        function="f",
        exercise="ex",
        seed="public",
        cases=cases,
        names=names,
    )
    shown = {}
    for message in messages:
        observation = decode_observation(message["observation"])
        shown.setdefault(message["check"], []).append(observation)
    return shown


@one_run
def _counted(submission, case):
    with watching() as seen:
        seen.answer = submission.f(case.uniform(1, 9))
    return seen


# One run


def test_the_learners_code_runs_once_for_all_claims_of_a_case():
    submission = submission_of(COUNTING)

    answers = [_counted(submission, case_of(claim)).answer for claim in ("a", "b", "a")]

    assert answers == [0, 0, 0]


@pytest.mark.parametrize(
    "other",
    [case_of(index=1), case_of(seed="secret"), Case("public", "another/claim", 0)],
    ids=["case", "seed", "exercise"],
)
def test_another_case_is_another_run(other):
    submission = submission_of(COUNTING)

    answers = [_counted(submission, case).answer for case in (case_of(), other, case_of())]

    assert answers == [0, 1, 0]


def test_another_submission_is_another_run():
    one, other = submission_of("def f(x):\n    return 1\n"), submission_of("def f(x): return 2")

    assert [_counted(each, case_of()).answer for each in (one, other, one)] == [1, 2, 1]


def test_two_helpers_are_two_runs_with_inputs_of_their_own():
    @one_run
    def _one(submission, case):
        return Seen(), case.uniform(1, 99)

    @one_run
    def _two(submission, case):
        return Seen(), case.uniform(1, 99)

    submission = submission_of(COUNTING)

    assert _one(submission, case_of())[1] == Case("public", "ex/_one", 0).uniform(1, 99)
    assert _two(submission, case_of())[1] == Case("public", "ex/_two", 0).uniform(1, 99)


def test_one_run_may_be_part_of_another():
    @one_run
    def _whole(submission, case):
        seen = _counted(submission, case)
        case.size("M", 7)
        return seen.judging({"again": submission.f()})

    submission, case = submission_of(COUNTING), case_of()

    assert _counted(submission, case_of("before")).answer == 0
    assert _whole(submission, case).facts["again"] == 1
    assert case.sizes == {"M": 7}


def test_a_helper_keeps_its_name_and_what_it_says_of_itself():
    @one_run
    def _asked(submission, case):
        """What was seen."""

    assert (_asked.__name__, _asked.__doc__) == ("_asked", "What was seen.")


def test_a_run_is_made_again_only_if_what_came_back_has_been_written_into():
    submission = submission_of("import torch\ndef f():\n    return [torch.zeros(2)]\n")
    made = []

    @one_run
    def _made(submission, case):
        made.append(seen := journaled(submission.f))
        return seen

    first = _made(submission, case_of("one"))
    _made(submission, case_of("other"))
    assert len(made) == 1

    first.answer[0].add_(1)
    assert _made(submission, case_of("third")).answer[0].tolist() == [0, 0]
    assert len(made) == 2


def test_nothing_of_the_learners_runs_when_it_is_looked_at_what_came_back():
    submission = submission_of(
        """
import torch

class Kind(type):
    __hash__ = type.__hash__
    def __eq__(cls, other):
        raise SystemExit

class Sly(metaclass=Kind):
    def __init__(self, *_):
        raise SystemExit
    def __iter__(self):
        raise SystemExit

def f():
    tensor = torch.zeros(2)
    tensor.is_inference = tensor.tolist = lambda: 1 / 0
    return [object.__new__(Sly), tensor, {1: object.__new__(Sly)}]
"""
    )

    @one_run
    def _looked_at(submission, case):
        return journaled(submission.f)

    seen = [_looked_at(submission, case_of(claim)) for claim in ("one", "other")]
    assert not any(one.raised for one in seen)
    assert seen[0].answer[1] is seen[1].answer[1], "nothing changed, so it is the same run"


def test_runs_end_with_their_submission():
    submission, kept = submission_of("def f(x):\n    return x\n"), []

    @one_run
    def _kept(submission, case):
        kept.append(weakref.ref(tensor := torch.ones(1)))
        return Seen(), tensor

    _kept(submission, case_of())
    alive = kept[0]() is not None
    del submission
    gc.collect()

    assert alive
    assert kept[0]() is None


# Alone, together, in any order


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_a_claim_shows_the_same_alone_and_beside_others_in_any_order(source):
    names = ["first", "second", "third"]
    alone = {name: told(THREE_CLAIMS, source, [name])[name] for name in names}

    for order in itertools.permutations(names):
        assert told(THREE_CLAIMS, source, order) == alone


def test_claims_of_one_run_tell_the_same_of_it():
    shown = told(THREE_CLAIMS, STEP, ["first", "second", "third"])

    for one, other in itertools.pairwise(shown.values()):
        assert [seen.clues["W"] for seen in one] == [seen.clues["W"] for seen in other]
        assert [(seen.call, seen.sizes) for seen in one] == [
            (seen.call, seen.sizes) for seen in other
        ]


def test_a_recording_comes_with_each_claim():
    steps = STEP.replace("def f(W, lr):", "def step(W, lr):")
    steps += "\ndef f(W, lr):\n    for _ in range(2):\n        step(W, lr)\n"

    shown = told(THREE_CLAIMS, steps, ["first", "second", "third"], cases=1)

    first, *others = (cases[0].recording for cases in shown.values())
    assert first
    assert others == [first, first]


# What one claim notes, another doesn't see


def test_what_a_claim_notes_is_its_own():
    submission = submission_of("def f(x):\n    return 5\n")
    first = _counted(submission, case_of("a"))
    first.judging({"mine": 1}, clues={"hint": 2}).returned(3)
    first.recording["picture"] = 4

    second = _counted(submission, case_of("b"))

    assert second.facts == {"raised": None}
    assert set(second.clues) == {"warnings"}
    assert second.recording == {}
    assert (first.facts["mine"], first.clues["hint"], first.recording["picture"]) == (1, 2, 4)


def test_what_a_claim_is_told_later_raises_for_it_alone():
    submission = submission_of("def f(*given):\n    return 5\n")
    first = _counted(submission, case_of("a"))
    with first.asking():
        submission.absent()

    assert first.raised
    assert not _counted(submission, case_of("b")).raised


def test_several_things_come_back_and_what_was_seen_among_them_is_the_claims_own():
    @one_run
    def _pair(submission, case):
        return journaled(submission.f, w=case.leaf()), [1, 2]

    submission = submission_of("def f(w):\n    return w * 2\n")
    (one, numbers), (other, same) = (_pair(submission, case_of(c)) for c in "ab")
    one.fact("mine", 1)

    assert numbers is same
    assert "mine" not in other.facts
    assert (one.answer is other.answer, one.given is other.given) == (True, True)
    assert journal.gradient_left(one.journal, "w") == journal.gradient_left(other.journal, "w")


def test_what_a_learners_function_returned_is_never_taken_for_what_was_seen():
    @one_run
    def _raw(submission, case):
        return Seen(), submission.f()

    source = "class Sly:\n    def __init__(self, kind):\n        self.kind = kind\n"
    source += "    @property\n    def __class__(self):\n        return self.kind\n"
    source += "    def for_another_claim(self):\n        return 42\n"
    source += "def f():\n    return Sly(int)\n"
    submission = submission_of(source)
    _, answer = _raw(submission, case_of())
    object.__setattr__(answer, "kind", Seen)

    assert _raw(submission, case_of("b"))[1] is answer


# Calls and sizes


def test_calls_and_sizes_are_told_to_each_claim():
    @one_run
    def _sized(submission, case):
        N = case.size("N", 4)
        with watching() as seen:
            seen.answer = [submission.f(N), submission.f(N + 1)]
        return seen

    submission = submission_of("def f(*given):\n    return 1\n")

    observations = [observe(_sized, submission, case_of(claim)) for claim in "ab"]

    assert [(o.call, o.sizes) for o in observations] == [("f(4)   ×2", {"N": 4})] * 2


@pytest.mark.parametrize("claims", ["ab", "ba"])
def test_calls_that_a_claim_makes_itself_count_beside_those_of_the_run(claims):
    def more(submission, case):
        seen = _counted(submission, case)
        with seen.asking():
            submission.f("more")
        return seen

    submission = submission_of("def f(*given):\n    return 1\n")
    checks = {"a": _counted, "b": more}

    calls = {c: observe(checks[c], submission, case_of(c)).call for c in claims}

    drawn = Case("public", "ex/_counted", 0).uniform(1, 9)
    assert calls == {"a": f"f({drawn})", "b": f"f({drawn})   ×2"}


# Seeds and switches


@pytest.mark.parametrize("claims", ["ab", "ba"])
def test_a_claim_draws_the_same_numbers_whoever_asked_first(claims):
    def drawing(submission, case):
        seen = _counted(submission, case)
        return seen.judging({"numbers": [torch.rand(()).item(), random.random()]})

    source = "import random, torch\ndef f(x):\n    torch.rand(3), random.random()\n    return 1\n"
    submission = submission_of(source)

    facts = {c: observe(drawing, submission, case_of(c)).facts["numbers"] for c in claims}

    alone = observe(drawing, submission_of(source), case_of("b")).facts["numbers"]
    assert facts["b"] == alone
    assert facts["a"] != facts["b"]


@pytest.mark.parametrize("claims", ["ab", "ba"])
def test_switches_that_a_run_left_are_no_claims_business(claims):
    def recording(submission, case):
        seen = _counted(submission, case)
        return seen.judging({"on": torch.is_grad_enabled()})

    source = "import torch\ndef f(x):\n    torch.set_grad_enabled(False)\n"
    submission = submission_of(source)

    facts = [observe(recording, submission, case_of(c)).facts["on"] for c in claims]

    assert facts == [True, True]
    assert torch.is_grad_enabled()


# What ends a run


def test_what_the_learners_code_raises_is_told_to_each_claim_and_ran_once():
    @one_run
    def _bare(submission, case):
        submission.f("given")

    submission = submission_of(
        "calls = []\ndef f(x):\n    calls.append(x)\n    raise KeyError(len(calls))\n"
    )

    observations = [observe(_bare, submission, case_of(claim)) for claim in "abc"]

    assert [o.facts["raised"].message for o in observations] == ["1"] * 3
    assert [o.call for o in observations] == ["f('given')"] * 3


def test_a_bug_in_the_helper_breaks_each_claim_and_names_its_line():
    checks = (
        "from autograder.probing import one_run\n"
        "def a(s, c):\n    return _run(s, c)\n"
        "def b(s, c):\n    return _run(s, c)\n"
        "@one_run\ndef _run(s, c):\n    1 / 0\n"
    )
    messages = list(
        run_checks(
            load_checks(checks), source="def f(): pass", function="f", exercise="ex",
            seed="public", cases=1, names=["a", "b"],
        )
    )  # fmt: skip

    assert [message["broken"] for message in messages] == [
        "ZeroDivisionError: division by zero (checks.py:8)"
    ] * 2


def test_what_ends_the_process_is_not_kept():
    runs = []

    @one_run
    def _interrupted(submission, case):
        runs.append(case)
        if len(runs) == 1:
            raise KeyboardInterrupt
        return Seen()

    submission = submission_of("def f(): pass")
    with pytest.raises(KeyboardInterrupt):
        _interrupted(submission, case_of())

    assert isinstance(_interrupted(submission, case_of()), Seen)


def test_a_public_function_under_one_run_is_no_claim():
    checks = load_checks(
        "from autograder.probing import one_run\n@one_run\ndef helper(s, c): pass\ndef a(s, c): pass\n"
    )

    assert list(checks) == ["a"]
