"""A hand-in in one process: the verdicts are those that its programs get alone, whoever is beside."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import replace

import pytest
from courses import bundled_course

from autograder.authoring import load_programs
from autograder.generating.keys import key_maker
from autograder.grading.together import Program, grade_together
from autograder.judging import Outcome, read_key, write_verdict
from autograder.probing import Case
from autograder.sandbox import LastRound

RIGHT_STEP = "with torch.no_grad():\n        W -= lr * W.grad\n"
#: Passes as zero_it, which is graded first.
FIRST = """\
import torch


def zero_it(W, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        W.grad.zero_()
        losses.append(loss.item())
    return losses
"""


@functools.cache
def sources(exercise_id):
    course = bundled_course()
    programs = load_programs(course, course.exercise(exercise_id))
    return [programs.reference, *programs.right.values(), *programs.wrong.values()]


def hand_ins(size=8):
    """Every program of the course, in hand-ins with a program each for *size* exercises."""
    course = bundled_course()
    exercises = [one for one in course.exercises if one.sheet.time_limit <= 20]
    for start in range(0, len(exercises), size):
        several = exercises[start : start + size]
        for number in range(max(len(sources(one.id)) for one in several)):
            yield [(one.id, number % len(sources(one.id))) for one in several]


def shows_nothing_twice(source):
    """Whether a program shows other numbers each time, alone, too: it takes the clock for a seed, say."""
    return "torch.seed()" in source


def comparable(verdict, program):
    """All of *verdict*; its names alone where the program shows nothing twice."""
    if shows_nothing_twice(program.source):
        return verdict.outcome, verdict.misconceptions
    return write_verdict(verdict)


@pytest.mark.by_day(3)
@pytest.mark.parametrize(
    "chosen", [*hand_ins()], ids=lambda chosen: f"{chosen[0][0]}-{chosen[0][1]}"
)
def test_each_program_gets_in_company_the_verdict_that_it_gets_alone(grader, chosen):
    programs = [Program(sources(name)[n], grader.course.exercise(name)) for name, n in chosen]

    together = [verdict for _, verdict in grade_together(grader, programs)]

    for program, verdict in zip(programs, together, strict=True):
        alone = grader.grade(program.source, program.exercise)
        assert comparable(verdict, program) == comparable(alone, program)


class Noting:
    """A runner that notes what it is asked to run."""

    def __init__(self, runner):
        self._runner = runner
        self.together, self.alone, self.passed, self.rounds, self.last = [], [], [], [], []

    def run(self, job):
        self.alone.append((job.exercise, job.seed))
        return self._runner.run(job)

    def run_together(self, jobs):
        runs = self._runner.run_together(jobs)
        self._note(jobs, runs)
        return runs

    def run_in_rounds(self, plan):
        self._runner.run_in_rounds(self._noting(plan))

    def _noting(self, plan):
        jobs = next(plan)
        with contextlib.suppress(StopIteration):
            while True:
                self.last.append(isinstance(jobs, LastRound))
                runs = yield jobs
                self._note(jobs, runs)
                jobs = plan.send(runs)

    def _note(self, jobs, runs):
        self.rounds.append([(job.exercise, job.names, job.first, job.cases) for job in jobs])
        if any(job.first for job in jobs):
            return  # They have been noted when they began.
        self.together.append([(job.exercise, job.seed) for job in jobs if job.names])
        self.passed.append([job.exercise for job, run in zip(jobs, runs, strict=True) if run])

    def __getattr__(self, name):
        return getattr(self._runner, name)


@pytest.fixture
def noted(grader, monkeypatch):
    runner = Noting(grader.runner)
    monkeypatch.setattr(grader, "runner", runner)
    return runner


@pytest.fixture
def program(course):
    return lambda name, source=None, **more: Program(
        source or sources(name)[0], course.exercise(name), **more
    )


IDS = ("zero_it", "step_no_grad", "first_backward", "sgd_step", "by_hand")


def test_programs_that_pass_are_run_once_and_in_one_process(grader, noted, program):
    names = ("zero_it", "step_no_grad", "first_backward", "sgd_step")

    verdicts = [v for _, v in grade_together(grader, [program(name) for name in names])]

    assert [verdict.outcome for verdict in verdicts] == [Outcome.PASSED] * 4
    assert noted.together == [[(name, "public") for name in names]]
    assert noted.alone == []
    assert noted.last == [True]  # So the process ends while they are judged.


#: The first tensor of the first claim is a scalar, those of the second claim are vectors.
WITH_ONE_CLAIM = f"""\
import torch


def step_no_grad(W, lr):
    if W.dim() != 1:
        {{}}
    {RIGHT_STEP}
"""
FAILS_IN_ONE_CLAIM, RAISES_IN_ONE_CLAIM = map(WITH_ONE_CLAIM.format, ("return", "raise ValueError"))
WRONG_STEP = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n"


@functools.cache
def hidden_key(grader, name):
    return read_key(key_maker(grader)(grader.course.exercise(name), f"secret {name}"))


@pytest.fixture
def with_hidden(grader, program):
    """A program with a key of hidden cases."""
    return lambda name, source=None, **more: program(
        name, source, hidden=hidden_key(grader, name), **more
    )


def test_what_fails_in_company_is_run_alone_on_public_cases_only_if_it_fails_there_too(
    with_hidden, grader, noted
):
    names = ("zero_it", "step_no_grad", "first_backward")
    programs = [with_hidden(name, WRONG_STEP if "step" in name else None) for name in names]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert [verdict.outcome for verdict in verdicts] == ["passed", "failed", "passed"]
    assert verdicts[1].misconceptions == ("rebinds_parameter",)
    assert noted.together == [
        # A pass in the third exercise would get no advice, so its public cases can wait.
        [("zero_it", "public"), ("step_no_grad", "public")],
        [(name, f"secret {name}") for name in names],
        [("step_no_grad", "public")],
    ]
    assert noted.alone == []


def test_an_exception_with_a_misconceptions_name_is_the_same_failure_on_hidden_cases(
    with_hidden, grader, noted
):
    """Where it has no name."""
    raises = load_programs(grader.course, grader.course.exercise("zero_it")).wrong
    programs = [
        with_hidden("zero_it", raises["backward_not_called"]), with_hidden("first_backward"),
    ]  # fmt: skip
    alone = grader.grade_both(programs[0].source, programs[0].exercise, programs[0].hidden)
    noted.alone.clear()

    (_, verdict), _ = grade_together(grader, programs)

    assert write_verdict(verdict) == write_verdict(alone)
    assert verdict.misconceptions == ("backward_not_called",)
    assert verdict.checks[0].reason.kind == "raised"
    assert noted.alone == []


#: Ways to tell the time, and with it how long a hidden run before took.
CLOCKS = {
    "a module": "import time\ntime.time()",
    "NumPy's now": "import numpy as np\nnp.datetime64('now')",
    "a text that NumPy reads": "import numpy as np\nnp.array('n' + 'ow', dtype='M8[s]')",
    "a tensor's bytes": (
        "import torch\nnow = torch.tensor([0x776f6e], dtype=torch.int32)\n"
        "now.numpy().view('S4').astype('M8[s]')"
    ),
    "NumPy in other letters": (
        "import torch\nnow = torch.tensor([0x776f6e], dtype=torch.int32)\n"
        "now.\uff4eumpy().view('S4').astype('M8[s]')"
    ),
}


@pytest.mark.parametrize("way", CLOCKS)
def test_beside_a_program_that_tells_the_time_all_public_cases_are_run_before_any_hidden_one(
    with_hidden, grader, noted, way
):
    """It could see how long a hidden run took, and be told of in public."""
    others = [with_hidden("first_backward"), with_hidden("sgd_step")]
    programs = [with_hidden("zero_it", f"{CLOCKS[way]}\n{sources('zero_it')[0]}"), *others]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert {verdict.outcome for verdict in verdicts} == {Outcome.PASSED}
    ran = [seed == "public" for run in noted.together for _, seed in run]
    assert ran == sorted(ran, reverse=True)
    assert {seed for _, seed in noted.alone} <= {"public", "secret zero_it"}


FIVE = ("zero_it", "step_no_grad", "first_backward", "sgd_step", "grad_adds_up")


@pytest.mark.by_day(3)
@pytest.mark.parametrize("number", range(max(len(sources(name)) for name in FIVE)))
def test_in_rounds_each_program_gets_the_verdict_that_it_gets_in_two_processes(
    with_hidden, grader, number
):
    programs = [with_hidden(name, sources(name)[number % len(sources(name))]) for name in FIVE]

    together = [write_verdict(verdict) for _, verdict in grade_together(grader, programs)]

    for program, verdict in zip(programs, together, strict=True):
        alone = grader.grade_both(program.source, program.exercise, program.hidden)
        assert verdict == write_verdict(alone)


def test_what_is_known_to_fail_on_public_cases_needs_no_process_of_its_own(
    with_hidden, grader, noted
):
    others = [with_hidden("zero_it"), with_hidden("first_backward")]
    known = grader.grade(WRONG_STEP, grader.course.exercise("step_no_grad"))
    programs = [with_hidden("step_no_grad", WRONG_STEP, public=known), *others]
    alone = grader.grade_both(WRONG_STEP, programs[0].exercise, programs[0].hidden)
    noted.alone.clear()
    told = {}

    verdicts = [
        verdict for _, verdict in grade_together(grader, programs, tell_public=told.__setitem__)
    ]

    assert write_verdict(verdicts[0]) == write_verdict(alone)
    assert [verdict.outcome for verdict in verdicts] == ["failed", "passed", "passed"]
    assert noted.alone == []
    assert [("step_no_grad", "public")] not in noted.together
    assert [*told] == [1]


@pytest.mark.parametrize("source", [FAILS_IN_ONE_CLAIM, RAISES_IN_ONE_CLAIM])
def test_of_a_failure_in_company_claims_that_hold_count(with_hidden, grader, noted, source):
    programs = [with_hidden("step_no_grad", source), with_hidden("first_backward")]
    alone = grader.grade_both(source, programs[0].exercise, programs[0].hidden)
    noted.alone.clear()

    (_, verdict), _ = grade_together(grader, programs)

    assert write_verdict(verdict) == write_verdict(alone)
    assert [check.outcome is Outcome.PASSED for check in verdict.checks] == [False, True]
    seeds = [seed for run in noted.together for name, seed in run if name == "step_no_grad"]
    assert seeds == ["public", "secret step_no_grad", "public"]
    assert noted.alone == []


def test_what_fails_in_company_and_holds_alone_on_public_cases_is_run_alone_on_hidden_ones(
    with_hidden, grader, noted
):
    """The key is one on which nothing passes, so that hidden cases and public ones disagree."""
    other = hidden_key(grader, "first_backward")
    checks = {
        name: [
            replace(case, reference=replace(case.reference, facts={"never": 1})) for case in cases
        ]
        for name, cases in other.checks.items()
    }
    one = replace(with_hidden("first_backward"), hidden=replace(other, checks=checks))
    alone = grader.grade_both(one.source, one.exercise, one.hidden)
    noted.alone.clear()

    (_, verdict), _ = grade_together(grader, [one, with_hidden("sgd_step")])

    assert verdict.outcome is not Outcome.PASSED
    assert write_verdict(verdict) == write_verdict(alone)
    assert noted.together[1:] == [
        [(name, f"secret {name}") for name in ("first_backward", "sgd_step")],
        [("first_backward", "public")],
        [("first_backward", "secret first_backward")],
    ]


def test_of_what_is_known_to_pass_on_public_cases_only_hidden_ones_are_run(
    with_hidden, grader, noted
):
    """With its advice."""
    exercise = grader.course.exercise("zero_it")
    by_data = load_programs(grader.course, exercise).wrong["data_bypasses_autograd"]
    known = grader.grade(by_data, exercise)
    programs = [with_hidden("zero_it", by_data, public=known), with_hidden("first_backward")]
    alone = grader.grade_both(by_data, programs[0].exercise, programs[0].hidden)
    noted.alone.clear()

    (_, verdict), _ = grade_together(grader, programs)

    assert verdict.outcome is Outcome.PASSED
    assert verdict.advice
    assert write_verdict(verdict) == write_verdict(alone)
    assert noted.together == [[], [(n, f"secret {n}") for n in ("zero_it", "first_backward")]]
    assert noted.alone == []


def test_beside_a_program_that_is_not_plain_the_others_run_in_company_all_the_same(
    with_hidden, grader, noted
):
    not_plain = f"import os\n{sources('zero_it')[0]}"
    names = ("first_backward", "sgd_step", "grad_adds_up")
    programs = [with_hidden("zero_it", not_plain), *map(with_hidden, names)]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert {verdict.outcome for verdict in verdicts} == {Outcome.PASSED}
    assert noted.passed == [[*names], [*names]]
    assert noted.alone == [("zero_it", "public"), ("zero_it", "secret zero_it")]


@pytest.mark.parametrize("others", [(), ("zero_it", "first_backward")])
@pytest.mark.parametrize(
    "source", ["def step_no_grad(:\n", "def step(W, lr):\n    pass\n", "raise ValueError\n"]
)
def test_what_could_not_be_loaded_is_not_run_on_hidden_cases(
    with_hidden, grader, noted, source, others
):
    programs = [with_hidden("step_no_grad", source), *map(with_hidden, others)]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    one = programs[0]
    hidden = grader.grade(source, one.exercise, key=one.hidden)
    public = grader.grade(source, one.exercise)
    assert write_verdict(verdicts[0]) == write_verdict(
        grader.explained(hidden, public, one.exercise)
    )
    assert verdicts[0].outcome is Outcome.ERRORED
    ran = [*noted.alone[:-2], *(job for run in noted.together for job in run)]
    assert ("step_no_grad", "secret step_no_grad") not in ran


def test_a_program_that_is_handed_in_alone_needs_one_process(with_hidden, grader, noted):
    one = with_hidden("step_no_grad")
    alone = grader.grade_both(one.source, one.exercise, one.hidden)
    noted.alone.clear()

    ((_, verdict),) = grade_together(grader, [one])

    assert write_verdict(verdict) == write_verdict(alone)
    assert noted.together == [
        [("step_no_grad", "public")],
        [("step_no_grad", "secret step_no_grad")],
    ]
    assert noted.alone == []


def test_those_after_one_that_never_ends_stay_together(with_hidden, grader, noted):
    endless = HOSTILE["never returns"].replace("{name}", "step_no_grad")
    after = ("first_backward", "sgd_step", "grad_adds_up")
    programs = [with_hidden("step_no_grad", endless), *map(with_hidden, after)]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert [verdict.outcome for verdict in verdicts] == ["timeout", *["passed"] * 3]
    assert noted.alone == [("step_no_grad", "public"), ("step_no_grad", "secret step_no_grad")]
    assert noted.together[1:] == [[], [(name, f"secret {name}") for name in after]]


HOSTILE = {
    "ends": "import os\nos._exit(0)\n",
    "no Python": "def f(:\n",
    "never loads": "while True:\n    pass\n",
    "never returns": "def {name}(*_):\n    while True:\n        if not _:\n            break\n",
    "changes torch": "import torch\ntorch.allclose = lambda *a, **k: True\n",
    "exits": "raise SystemExit\n",
    "recurses": "def {name}(*given):\n    return {name}(*given)\n",
    "floods": "print('x' * 10**7)\n",
    "reads keys": "import pathlib\nprint(*pathlib.Path('/').glob('*'))\n",
    "tells the time": "import time, numpy as np\nprint(time.time() > 0)\n",
    "reaches for the grader": "import sys\nsys.modules\n",
}


def mixtures():
    """Hand-ins of right, wrong and hostile programs, each hostile one in several places."""
    for number, what in enumerate(HOSTILE):
        for place in (0, 2, 4):
            yield what, place, number + place


@pytest.mark.by_day(6)
@pytest.mark.parametrize(("what", "place", "number"), [*mixtures()])
def test_whoever_is_beside_it_each_program_of_a_hand_in_gets_the_verdict_of_two_processes(
    with_hidden, grader, what, place, number
):
    programs = [
        with_hidden(name, sources(name)[number * (n % 2) % len(sources(name))])
        for n, name in enumerate(FIVE)
    ]
    name = FIVE[place]
    text = HOSTILE[what].replace("{name}", name)
    text = text if "def " in text else f"{text}{sources(name)[0]}"
    programs[place] = with_hidden(name, text)

    together = [write_verdict(verdict) for _, verdict in grade_together(grader, programs)]

    for program, verdict in zip(programs, together, strict=True):
        alone = grader.grade_both(program.source, program.exercise, program.hidden)
        assert verdict == write_verdict(alone)


@pytest.mark.by_day(4)
@pytest.mark.parametrize("name", [one.id for one in bundled_course().exercises])
def test_facts_are_the_same_whether_or_not_anything_else_is_told(grader, name):
    exercise = grader.course.exercise(name)
    for source in sources(name):
        if shows_nothing_twice(source):
            continue
        job = grader.job(source, exercise, "secret")
        alone = grader.runner.run(replace(job, only_facts=True))
        run = grader.runner.run(job)

        assert facts_of(alone) == facts_of(run), source
        assert not any(
            seen.clues or seen.recording for cases in alone.observations.values() for seen in cases
        )


def facts_of(run):
    seen = {
        check: [(case.facts, case.rules) for case in cases]
        for check, cases in run.observations.items()
    }
    return seen, run.broken, run.load, run.stops, run.end, run.tripped, run.left_out


#: What tells public cases from hidden ones: the numbers of the first call, in a plain program.
ONLY_PUBLIC = """\
import torch

def step_no_grad(W, lr):
    if sum(len(repr(number)) for number in [W.item(), lr]) in {lengths}:
        with torch.no_grad():
            W -= lr * W.grad
"""


#: The same in an exercise in which public cases add nothing to a pass.
ONLY_PUBLIC_WITHOUT_ADVICE = """\
def first_backward(w, x, y):
    if sum(len(repr(number)) for number in [w.item(), x, y]) in {lengths}:
        ((w * x - y) ** 2).backward()
        return w.grad
"""


def test_of_a_pass_to_which_public_cases_add_nothing_they_are_not_run(with_hidden, grader, noted):
    names = ("first_backward", "sgd_step")
    programs = [with_hidden(name) for name in names]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert [verdict.outcome for verdict in verdicts] == ["passed", "passed"]
    assert noted.together == [[], [(name, f"secret {name}") for name in names]]
    assert noted.alone == []


@pytest.mark.parametrize("lengths", ["()", "range(0, 99, 2)", "range(1, 99, 2)", "range(99)"])
@pytest.mark.parametrize(
    ("name", "source"),
    [("step_no_grad", ONLY_PUBLIC), ("first_backward", ONLY_PUBLIC_WITHOUT_ADVICE)],
)
def test_what_fails_only_on_hidden_cases_is_run_again_alone(
    with_hidden, grader, name, source, lengths
):
    one = with_hidden(name, source.format(lengths=lengths))

    _, verdict = [v for _, v in grade_together(grader, [with_hidden("zero_it"), one])]

    assert write_verdict(verdict) == write_verdict(
        grader.grade_both(one.source, one.exercise, one.hidden)
    )


@pytest.mark.by_day(2)
@pytest.mark.parametrize(
    "ends",
    [
        "    sum(range(10**11))\n",
        "    while True:\n        pass\n",
        "    print('x' * 10**7)\n",
        "    return tuple([0.0] * 10**6)\n",
        "    step_no_grad(W, lr)\n",
        "    [0] * 10**12\n",
        "    raise SystemExit\n",
    ],
)
def test_what_ends_the_process_costs_only_itself(grader, program, ends):
    hostile = f"import torch\n\n\ndef step_no_grad(W, lr):\n{ends}"
    others = ("zero_it", "first_backward", "sgd_step")
    programs = [program("zero_it"), program("step_no_grad", hostile), *map(program, others[1:])]

    verdicts = {v.exercise: v for _, v in grade_together(grader, programs)}

    assert {verdicts[name].outcome for name in others} == {Outcome.PASSED}
    alone = grader.grade(hostile, grader.course.exercise("step_no_grad"))
    assert write_verdict(verdicts["step_no_grad"]) == write_verdict(alone)
    assert alone.outcome is not Outcome.PASSED


BY_METHOD = "def step_no_grad(W, lr):\n    W.steps(lr)\n"
BY_PRINT = "def step_no_grad(W, lr):\n    print(W, lr)\n"
BY_NEG = "import torch\n\n\ndef step_no_grad(W, lr):\n    torch.neg(W, lr)\n"
BY_RELU = "import torch.nn.functional as F\n\nf = F.relu\n\n\ndef step_no_grad(W, lr):\n    f.steps(W, lr)\n"
BY_SUM = "import numpy as np\n\nf = np.sum\n\n\ndef step_no_grad(W, lr):\n    f.steps(W, lr)\n"
BY_BACKWARD = (
    "import torch\n\n\nclass Mine(torch.Tensor):\n    pass\n\n\ndef step_no_grad(W, lr):\n"
    "    Mine.backward.steps(W, lr)\n"
)
BY_MASK = (
    "from torch import nn\n\nm = nn.Transformer(4, 2, 1, 1, 4)\n\n\ndef step_no_grad(W, lr):\n"
    "    m.generate_square_subsequent_mask.steps(W, lr)\n"
)
BY_WEIGHTS = (
    "from torch import nn\n\n\nclass Mine(nn.LSTM):\n    pass\n\n\ndef step_no_grad(W, lr):\n"
    "    Mine.all_weights.fget.steps(W, lr)\n"
)
BY_ACTIVATION = (
    "from torch import nn\n\nm = nn.TransformerEncoderLayer(4, 2, 4)\n\n\ndef step_no_grad(W, lr):\n"
    "    m.activation.steps(W, lr)\n"
)
BY_MODULE = (
    "import torch\n\nm = torch.get_device_module('cpu')\n\n\ndef step_no_grad(W, lr):\n"
    "    m.steps(W, lr)\n"
)
BY_FINFO = "import numpy as np\n\n\ndef step_no_grad(W, lr):\n    np.finfo('float64').eps(W, lr)\n"
BY_OVERLOADS = (
    "from typing import get_overloads\n\n\ndef steps(W, lr):\n    pass\n\n\n"
    "def step_no_grad(W, lr):\n    get_overloads(steps)[0](W, lr)\n"
)
BY_SQRT = "import math\n\n\ndef step_no_grad(W, lr):\n    math.sqrt((W, lr))\n"
#: What a first program may leave for a second one, so that the second one passes.
TAMPERING = {
    "sets a method": ("torch.Tensor.steps = steps", BY_METHOD),
    "setattr": ("setattr(torch.Tensor, 'steps', steps)", BY_METHOD),
    "of a type": ("type(torch.ones(1)).steps = steps", BY_METHOD),
    "of a class": ("torch.ones(1).__class__.steps = steps", BY_METHOD),
    "of a base": ("class Mine(torch.Tensor):\n    pass\nMine.__mro__[1].steps = steps", BY_METHOD),
    "by a name": ("T = torch.Tensor\nT.steps = steps", BY_METHOD),
    "by an imported name": ("from torch import Tensor\nTensor.steps = steps", BY_METHOD),
    "by a loop": ("for T in [torch.Tensor]:\n    T.steps = steps", BY_METHOD),
    "by an argument": ("def put(T):\n    T.steps = steps\nput(torch.Tensor)", BY_METHOD),
    "by a default": ("def put(T=torch.Tensor):\n    T.steps = steps\nput()", BY_METHOD),
    "by a return": ("def give():\n    return torch.Tensor\ngive().steps = steps", BY_METHOD),
    "by a walrus": ("(T := torch.Tensor)\nT.steps = steps", BY_METHOD),
    "by an annotation": ("x: (T := torch.Tensor) = 1\nT.steps = steps", BY_METHOD),
    "by annotations": (
        "def f(x: torch.Tensor): pass\nT = f.__annotations__['x']\nT.steps = steps", BY_METHOD,
    ),
    "by a field": (
        "from dataclasses import dataclass, fields\n@dataclass\nclass A:\n    x: torch.Tensor\n"
        "T = fields(A)[0].type\nT.steps = steps", BY_METHOD,
    ),
    "by a match": (
        "match torch.Tensor:\n    case T:\n        T.steps = steps", BY_METHOD,
    ),
    "by a local name that is built in": (
        "def no():\n    type = None\ndef put():\n    T = type(torch.ones(1))\n    T.steps = steps\n"
        "put()", BY_METHOD,
    ),
    "by a factory": (
        "from collections import defaultdict\nd = defaultdict(torch.Tensor)\n"
        "T = d.default_factory\nT.steps = steps", BY_METHOD,
    ),
    "by a partial": (
        "from functools import partial\nT = partial(torch.Tensor).func\nT.steps = steps", BY_METHOD,
    ),
    "by a namespace": ("vars(torch)['Tensor'].steps = steps", BY_METHOD),
    "by code in a text": ("exec('torch.Tensor.steps = steps')", BY_METHOD),
    "by a module that is loaded": (
        "import sys\nsys.modules['torch'].Tensor.steps = steps", BY_METHOD,
    ),
    "by a star": ("from torch import *\nTensor.steps = steps", BY_METHOD),
    "when an object ends": (
        "class Late:\n    def __del__(self):\n        torch.Tensor.steps = steps\nLate()", BY_METHOD,
    ),
    "when garbage is collected": (
        "import gc\ngc.callbacks.append(lambda *_: setattr(torch.Tensor, 'steps', steps))\n"
        "gc.collect()", BY_METHOD,
    ),
    "from a thread": (
        "import threading, time\ndef late():\n    time.sleep(0.01)\n    torch.Tensor.steps = steps\n"
        "threading.Thread(target=late).start()", BY_METHOD,
    ),
    "by a trace": (
        "import sys\ndef trace(*_):\n    torch.Tensor.steps = steps\nsys.settrace(trace)", BY_METHOD,
    ),
    "what is built in": ("import builtins\nbuiltins.print = steps", BY_PRINT),
    "what is built in, by a dict": ("__builtins__['print'] = steps", BY_PRINT),
    "where prints go": (
        "import sys\nclass Out:\n    def write(self, text): pass\nsys.stdout = Out()\n"
        "import builtins\nbuiltins.print = steps", BY_PRINT,
    ),
    "a function of torch": ("torch.neg = steps", BY_NEG),
    "a function of torch, under another name": ("import torch as t\nt.neg = steps", BY_NEG),
    "a function of torch, for all": ("global torch\ntorch.neg = steps", BY_NEG),
    "a function of torch, while it is called": (
        "def zero_it(*given, right=zero_it):\n    torch.neg = steps\n    return right(*given)", BY_NEG,
    ),
    "a kernel of torch": (
        "lib = torch.library.Library('aten', 'IMPL')\nlib.impl('neg', steps, 'CPU')", BY_NEG,
    ),
    "a function of another module": (
        "import math\nmath.sqrt = lambda pair: steps(*pair)", BY_SQRT,
    ),
    "a function that is held": ("import torch.nn.functional as F\nf = F.relu\nf.steps = steps", BY_RELU),
    "a function of numpy that is held": ("import numpy as np\nf = np.sum\nf.steps = steps", BY_SUM),
    "a method that is inherited": (
        "class Mine(torch.Tensor):\n    pass\nMine.backward.steps = steps", BY_BACKWARD,
    ),
    "a method that needs no object": (
        "from torch import nn\nm = nn.Transformer(4, 2, 1, 1, 4)\n"
        "m.generate_square_subsequent_mask.steps = steps", BY_MASK,
    ),
    "what reads a property": (
        "from torch import nn\nclass Mine(nn.LSTM):\n    pass\n"
        "Mine.all_weights.fget.steps = steps", BY_WEIGHTS,
    ),
    "a function that a layer holds": (
        "from torch import nn\nm = nn.TransformerEncoderLayer(4, 2, 4)\n"
        "m.activation.steps = steps", BY_ACTIVATION,
    ),
    "a module that a function returns": (
        "m = torch.get_device_module('cpu')\nm.steps = steps", BY_MODULE,
    ),
    "an object that a class keeps": (
        "import numpy as np\nf = np.finfo('float64')\nf.eps = steps", BY_FINFO,
    ),
    "what is kept of overloads": ("from typing import overload\noverload(steps)", BY_OVERLOADS),
    "what an error is about": (
        "try:\n    '{0.__class__.no}'.format(torch.ones(1))\n"
        "except AttributeError as e:\n    T = e.obj\n    T.steps = steps", BY_METHOD,
    ),
    "by one's own isinstance": (
        "def isinstance(_, T):\n    T.steps = steps\nisinstance(1, torch.Tensor)", BY_METHOD,
    ),
    "by an argument named isinstance": (
        "def put(_, T):\n    T.steps = steps\ndef ask(isinstance):\n    isinstance(1, torch.Tensor)\n"
        "ask(put)", BY_METHOD,
    ),
    "by an annotation in a text": (
        "from functools import singledispatchmethod\nclass A:\n    @singledispatchmethod\n"
        "    def f(self, x):\n        pass\n    @f.register\n"
        "    def _(self, x: \"torch.Tensor.__setattr__ and setattr(torch.Tensor, 'steps', steps) or int\"):\n"
        "        pass", BY_METHOD,
    ),
    "by an import from another's import": (
        "from typing import ForwardRef, _eval_type\n"
        "T = _eval_type(ForwardRef('torch.Tensor'), {'torch': torch}, {})\nT.steps = steps", BY_METHOD,
    ),
    "by a copy of a namespace": (
        "from functools import update_wrapper\nimport torch.nn.functional as F\nf = F.relu\n"
        "def own():\n    pass\nupdate_wrapper(f, own, assigned=(), updated=())\n"
        "own.steps = steps\nupdate_wrapper(f, own, assigned=('steps',), updated=())", BY_RELU,
    ),
    "a mode": (
        "from torch.overrides import TorchFunctionMode\nclass Mode(TorchFunctionMode):\n"
        "    def __torch_function__(self, f, types, args=(), kwargs=None):\n"
        "        return steps(*args) if f is torch.neg else f(*args, **(kwargs or {}))\n"
        "Mode().__enter__()", BY_NEG,
    ),
}  # fmt: skip


def tampers(code):
    steps = f"def steps(W, lr):\n    {RIGHT_STEP}"
    return f"{FIRST}\n\n{steps}\n\n{code}\n"


@pytest.mark.by_day(20)
@pytest.mark.parametrize("name", TAMPERING)
def test_what_a_program_leaves_behind_makes_no_other_pass(grader, program, name):
    code, second = TAMPERING[name]
    programs = [program("zero_it", tampers(code)), program("step_no_grad", second)]

    (_, first), (_, verdict) = grade_together(grader, programs)

    assert verdict.outcome is not Outcome.PASSED
    for one, told in zip(programs, (first, verdict), strict=True):
        assert write_verdict(told) == write_verdict(grader.grade(one.source, one.exercise))


@pytest.mark.nightly
def test_what_a_program_leaves_behind_would_make_it_pass_itself(grader, course):
    """Else the test above would show nothing."""
    works = [
        name
        for name, (code, second) in TAMPERING.items()
        if grader.grade(f"{tampers(code)}\n{second}", course.exercise("step_no_grad")).outcome
        is Outcome.PASSED
    ]

    assert len(works) >= 20, works


def test_a_program_that_reaches_for_the_grader_has_no_company(grader, noted, program):
    reaches = f"{FIRST}\n\ndef own(f):\n    return f.__globals__\n"
    programs = [program("zero_it", reaches), program("step_no_grad"), program("first_backward")]

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert [verdict.outcome for verdict in verdicts] == [Outcome.PASSED] * 3
    assert verdicts[0].integrity
    assert not any(verdict.integrity for verdict in verdicts[1:])
    assert ("zero_it", "public") in noted.alone


def test_a_warning_that_torch_gives_once_is_heard_by_each_program(grader, program):
    """The first program is given it, too; the second is not spared it."""
    warned = "    torch.ones(2, 2, 2).T\n"
    first = FIRST.replace("    losses = []\n", f"    losses = []\n{warned}")
    second = f"import torch\n\n\ndef step_no_grad(W, lr):\n{warned}    {RIGHT_STEP}"
    programs = [program("zero_it", first), program("step_no_grad", second)]

    together = [write_verdict(verdict) for _, verdict in grade_together(grader, programs)]

    assert together == [write_verdict(grader.grade(p.source, p.exercise)) for p in programs]


def test_seeds_and_switches_that_a_program_leaves_are_put_back(grader, program):
    leaves = (
        f"{FIRST}\n\nimport random\n"
        "torch.manual_seed(1)\nrandom.seed(1)\ntorch.set_grad_enabled(False)\n"
    )
    names = ("step_no_grad", "first_backward", "sgd_step")
    programs = [program("zero_it", leaves), *map(program, names)]

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert [verdict.outcome for verdict in verdicts[1:]] == [Outcome.PASSED] * 3


def test_a_program_that_needs_more_than_its_own_time_has_no_run_in_company(grader, program, course):
    """All have their time together, so that one could use up what others leave."""
    slow = f"{FIRST}\n\nsum(number * number for number in range(3 * 10**6))\n"
    first, *others = [
        grader.job(one.source, one.exercise, "public")
        for one in (program("zero_it", slow), *map(program, ("step_no_grad", "first_backward")))
    ]
    hurried = replace(first, limits=replace(first.limits, seconds=0.01))
    more = [replace(one, limits=replace(one.limits, seconds=100.0)) for one in others]

    slow_run, *runs = grader.runner.run_together([hurried, *more])

    assert slow_run is None
    assert all(run is not None and run.observations for run in runs)


#: Right or wrong by how often it has been called.
BY_COUNT = """\
import torch

calls = []


def step_no_grad(W, lr):
    calls.append(W)
    if len(calls) in {wrong}:
        {does}
    with torch.no_grad():
        W -= lr * W.grad
"""


@pytest.mark.parametrize("does", ["raise ValueError", "return"])
@pytest.mark.parametrize("wrong", ["(1,)", "range(2, 99)", "(1, 7, 8)", "range(5, 9)"])
def test_what_a_program_remembers_is_the_same_in_company(with_hidden, grader, wrong, does):
    one = with_hidden("step_no_grad", BY_COUNT.format(wrong=wrong, does=does))

    (_, verdict), _ = grade_together(grader, [one, with_hidden("first_backward")])

    assert write_verdict(verdict) == write_verdict(
        grader.grade_both(one.source, one.exercise, one.hidden)
    )


#: Of the first claim, each case has another shape: (), (1,), (4,), (3, 1); of the second, N is 4, 1, 2, 5.
AT_SOME_CASES = f"""\
import torch


def step_no_grad(W, lr):
    if list(W.shape) in {{shapes}}:
        {{does}}
    {RIGHT_STEP}
"""
MOVES, TRAINS = "step_moves_W_against_its_gradient", "W_can_be_trained_on"
WITH_ADVICE = "def step_no_grad(W, lr):\n    W.data -= lr * W.grad\n"


@pytest.mark.parametrize("does", ["return", "raise ValueError(lr)", "W.grad = None"])
@pytest.mark.parametrize(
    ("shapes", "goes_on"),
    [
        ([[]], True),  # the first case of the first claim
        ([[3, 1]], True),  # its last one
        ([[4]], True),  # the third of the first claim and the first of the second one
        ([[2]], True),  # the third of the second claim
        ([[], [4]], False),  # the first of both
        ([[9]], True),  # none
    ],
)
def test_a_program_that_fails_on_all_first_hidden_cases_is_run_on_no_other_and_verdicts_stay(
    with_hidden, grader, noted, shapes, goes_on, does
):
    source = AT_SOME_CASES.format(shapes=shapes, does=does)
    programs = [with_hidden("step_no_grad", source), with_hidden("first_backward")]
    alone = grader.grade_both(source, programs[0].exercise, programs[0].hidden)

    (_, verdict), _ = grade_together(grader, programs)

    assert write_verdict(verdict) == write_verdict(alone)
    first, second = (round_ for round_ in noted.rounds[1:3])
    assert first == [
        ("step_no_grad", (MOVES, TRAINS), 0, 1),
        ("first_backward", ("returned_value_is_the_gradient", "gradient_lands_in_w"), 0, 1),
    ]
    assert (("step_no_grad", (MOVES, TRAINS), 1, 4) in second) == goes_on


@pytest.mark.parametrize(
    "source",
    [WITH_ADVICE, f"{WITH_ADVICE}    W.grad = None\n", WITH_ADVICE.replace("-=", "+="),
     AT_SOME_CASES.format(shapes=[[1]], does="W.data -= lr * W.grad\n        return")],
)  # fmt: skip
def test_advice_is_the_same_whether_or_not_the_program_passes(with_hidden, grader, source):
    programs = [with_hidden("step_no_grad", source), with_hidden("zero_it")]

    (_, verdict), _ = grade_together(grader, programs)

    assert verdict.advice
    assert write_verdict(verdict) == write_verdict(
        grader.grade_both(source, programs[0].exercise, programs[0].hidden)
    )


@pytest.mark.by_day(2)
@pytest.mark.parametrize(
    "does",
    [
        "while W.dim():\n            W.dim()",
        "step_no_grad(W, lr)",
        "W = torch.empty(10**12)",
        "print('x' * 10**7)",
    ],
)
@pytest.mark.parametrize("shape", [[3, 1], [4], [5]])
def test_what_ends_the_process_on_a_later_case_costs_only_itself(with_hidden, grader, shape, does):
    source = AT_SOME_CASES.format(shapes=[shape], does=does)
    others = ("first_backward", "sgd_step")
    programs = [
        with_hidden("first_backward"),
        with_hidden("step_no_grad", source),
        with_hidden("sgd_step"),
    ]
    alone = grader.grade_both(source, programs[1].exercise, programs[1].hidden)

    verdicts = {verdict.exercise: verdict for _, verdict in grade_together(grader, programs)}

    assert {verdicts[name].outcome for name in others} == {Outcome.PASSED}
    assert write_verdict(verdicts["step_no_grad"]) == write_verdict(alone)


#: Fails on the first case of the first claim, as on public ones, and does something else on its last one.
FAILS_AND_ENDS = f"""\
import torch


def step_no_grad(W, lr):
    if list(W.shape) == []:
        return
    if list(W.shape) == [3, 1]:
        {{does}}
    {RIGHT_STEP}
"""


@pytest.mark.parametrize(
    "does", ["while W.dim():\n            W.dim()", "return step_no_grad(W, lr)", "return"]
)
def test_a_claim_counts_in_company_only_if_its_turn_comes_alone(with_hidden, grader, does):
    source = FAILS_AND_ENDS.format(does=does)
    programs = [with_hidden("step_no_grad", source), with_hidden("first_backward")]
    alone = grader.grade_both(source, programs[0].exercise, programs[0].hidden)

    (_, verdict), _ = grade_together(grader, programs)

    assert write_verdict(verdict) == write_verdict(alone)


def test_what_remembers_is_run_on_its_hidden_cases_in_one_go(with_hidden, grader, noted):
    remembers = f"seen = []\n{sources('step_no_grad')[0]}"
    programs = [with_hidden("step_no_grad", remembers), with_hidden("first_backward")]

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert {verdict.outcome for verdict in verdicts} == {Outcome.PASSED}
    assert noted.rounds[1][0] == ("step_no_grad", (MOVES, TRAINS), 0, 4)
    assert [name for name, *_ in noted.rounds[2]] == ["first_backward"]


def test_where_each_round_needs_a_process_hidden_cases_are_run_in_one_round(
    with_hidden, grader, noted
):
    noted.goes_on = False
    programs = [with_hidden("step_no_grad", WRONG_STEP), with_hidden("first_backward")]

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert [verdict.outcome for verdict in verdicts] == ["failed", "passed"]
    assert all(first == 0 for jobs in noted.rounds for *_, first, _ in jobs)


#: Needs its public cases in company first, or goes on to hidden ones at once.
@pytest.mark.parametrize("ends", ["step_no_grad", "first_backward"])
@pytest.mark.parametrize("place", [1, 2])
def test_only_the_one_that_never_ends_loses_its_company(with_hidden, grader, noted, ends, place):
    others = [name for name in FIVE if name != ends]
    endless = HOSTILE["never returns"].replace("{name}", ends)
    programs = [*map(with_hidden, others)]
    programs.insert(place, with_hidden(ends, endless))
    noted.alone.clear()

    verdicts = {verdict.exercise: verdict for _, verdict in grade_together(grader, programs)}

    assert verdicts.pop(ends).outcome is Outcome.TIMEOUT
    assert {verdict.outcome for verdict in verdicts.values()} == {Outcome.PASSED}
    assert {name for name, seed in noted.alone if seed == "public"} <= {ends}
    # One that was before it may be left without company on hidden cases.
    assert len({name for name, _ in noted.alone} - {ends}) <= 1


def test_a_program_that_is_known_runs_beside_those_that_could_tell_the_time(
    with_hidden, grader, noted
):
    known = grader.grade(sources("step_no_grad")[0], grader.course.exercise("step_no_grad"))
    observers = [
        with_hidden(name, f"import numpy as np\n{sources(name)[0]}")
        for name in ("first_backward", "sgd_step")
    ]
    programs = [with_hidden("step_no_grad", public=known), *observers]
    noted.alone.clear()

    verdicts = [verdict for _, verdict in grade_together(grader, programs)]

    assert {verdict.outcome for verdict in verdicts} == {Outcome.PASSED}
    assert noted.alone == []


#: Takes so much that another program can't have what it needs.
HOG = "import torch\n\nheld = torch.empty(235_000_000)\n"
#: Wrong in the first public case of each claim, and nowhere else.
NEEDS_MUCH = """\
import torch


def step_no_grad(W, lr):
    torch.empty(40_000_000)
    if min(abs(W.flatten()[0].item() - number) for number in {numbers}) < 1e-6:
        return
    with torch.no_grad():
        W -= lr * W.grad
"""


def test_a_failure_in_company_counts_only_if_it_is_the_same_one_alone(with_hidden, grader):
    exercise = grader.course.exercise("step_no_grad")
    moves, trains = (
        Case("public", f"{exercise.id}/{claim.check}", 0) for claim in exercise.sheet.claims
    )
    first = [moves.leaf(), trains.leaf(trains.size("N", 4, 1, 2, 5))[0]]
    source = NEEDS_MUCH.format(numbers=[number.item() for number in first])
    one = with_hidden("step_no_grad", source)
    hog = with_hidden("first_backward", f"{HOG}{sources('first_backward')[0]}")

    (_, held), (_, verdict) = grade_together(grader, [hog, one])

    assert held.outcome is Outcome.PASSED
    assert grader.grade(source, exercise).score == 0
    assert verdict.score == verdict.max_score
