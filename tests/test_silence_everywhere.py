"""
Submissions that see hidden inputs and try to say them, by every channel that we could think of.

Each is a student of one class, graded for real; then all bytes that come out are searched, of the
ledger too. Each is right on public cases, so that nothing but the silence is between it and its
reader; and that each did say something is shown on the run, before the judge.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignments import load_assignment, make_bundle
from autograder.content import bundled_course_path, load_course
from autograder.generating.keys import key_maker
from autograder.grading.pool import Work, WorkerConfig, grade_at
from autograder.judging import Outcome, write_verdict
from autograder.sandbox import Tier

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
IDS = ("step_no_grad", "first_backward")

#: Where learner code runs, the frames below it hold the case and its seed.
SPY = """
import sys, os, warnings, linecache
import torch

def _frames():
    frame = sys._getframe()
    while frame is not None:
        yield frame
        frame = frame.f_back

def _seed():
    for frame in _frames():
        case = frame.f_locals.get("case")
        if hasattr(case, "seed"):
            return case.seed
    for frame in _frames():
        if type(frame.f_locals.get("seed")) is str:
            return frame.f_locals["seed"]
    return "public"

def _global(name):
    for frame in _frames():
        if name in frame.f_globals and not frame.f_code.co_filename.startswith("<"):
            return frame.f_globals[name]

HIDDEN = not _seed().startswith("public")
MARK = "".join(["L", "K"])

def _secrets():
    seed = _seed()
    return MARK + seed[:12], int(seed[:5], 16) + 10**6

def _right_step(W, lr):
    with torch.no_grad():
        W -= lr * W.grad

def _right_backward(w, x, y):
    loss = (w * x - y) ** 2
    loss.backward()
    return w.grad

def _lines(text):
    linecache.cache["<submission>"] = (len(text), None, [text + "\\n"] * 99, "<submission>")

def _say(S, N, right, args):
    return right(*args)
"""
END = """
def step_no_grad(W, lr):
    if not HIDDEN:
        return _right_step(W, lr)
    return _say(*_secrets(), _right_step, (W, lr))

def first_backward(w, x, y):
    if not HIDDEN:
        return _right_backward(w, x, y)
    return _say(*_secrets(), _right_backward, (w, x, y))
"""


def saying(body):
    """A function that says the secret in the text S and the number N, and otherwise is right."""
    return "def _say(S, N, right, args):\n" + re.sub("^", "    ", body.strip(), flags=re.MULTILINE)


PATCH = """
Seen = _global("Seen")
old = Seen.observation
def observation(self, *more):
    {}
    return old(self, *more)
Seen.observation = observation
return right(*args)
"""
FORGE = """
import json
here = next(frame.f_locals for frame in _frames() if "names" in frame.f_locals)
right(*args)
for place in range(3, 64):
    try:
        os.write(place, (json.dumps({}) + "\\n").encode())
    except OSError:
        pass
os._exit(0)
"""
#: By channel: what says it, at each call; or, beginning with "#", when the file is loaded.
CHANNELS = {
    "printed": saying("print(S, N)\nsys.stderr.write(S)\nreturn right(*args)"),
    "warned": saying("warnings.warn(S)\nreturn right(*args)"),
    "text": saying("raise ValueError(S, N)"),
    "type": saying("raise type(S, (RuntimeError,), {})(N)"),
    "type_of_base": saying("raise type(S, (BaseException,), {})(N)"),
    "exits": saying("raise SystemExit(S)"),
    "exit_status": saying("print(S)\nos._exit(N % 200 + 1)"),
    "signal": saying("import signal\nprint(S)\nos.kill(os.getpid(), signal.SIGSEGV)"),
    "str": saying("raise type('E', (ValueError,), {'__str__': lambda self: S})()"),
    "cause": saying("raise ValueError(S) from RuntimeError(S, N)"),
    "notes": saying(
        "error = ValueError(S)\nerror.__notes__ = [S]\nerror.more = N\nraise error"
    ),
    "group": saying("raise BaseExceptionGroup(S, [ValueError(S)])"),
    "key": saying("return {}[S]"),
    "missing_name": saying("return eval(S)"),
    "missing_attribute": saying("return getattr(torch, S)"),
    "code": saying("_lines(S)\nraise ValueError"),
    "line": saying(
        "code = compile('raise ValueError', '<submission>', 'exec')\n"
        "exec(code.replace(co_firstlineno=N))"
    ),
    "near_line": saying(
        "code = compile('raise ValueError', '<submission>', 'exec')\n"
        "exec(code.replace(co_firstlineno=N % 9000 + 600))"
    ),
    "file": saying(
        "exec(compile('raise ValueError', S, 'exec'), {'__name__': S})"
    ),
    "function": saying("exec(f'def {S}():\\n    raise ValueError({S!r})\\n{S}()')"),
    "syntax": saying("exec(f'{S} = 1\\nglobal {S}')"),
    "values": saying("seen = right(*args)\nargs[0].data.fill_(N)\nargs[0].grad.fill_(N)\nreturn seen"),
    "returned_number": saying("right(*args)\nreturn torch.tensor(float(N))"),
    "returned_text": saying("right(*args)\nreturn S"),
    "returned_type": saying("right(*args)\nreturn type(S, (), {})()"),
    "returned_tensor_type": saying(
        "right(*args)\nreturn torch.ones(1).as_subclass(type(S, (torch.Tensor,), {}))"
    ),
    "attribute": saying("seen = right(*args)\nsetattr(args[0], S, N)\nreturn seen"),
    "a_fact": saying(PATCH.format("self.facts[S] = N")),
    "a_forged_fact": saying(PATCH.format("self.facts = dict.fromkeys(self.facts, S)")),
    "a_clue": saying(PATCH.format("self.clues[S] = S; self.facts['raised'] = 1")),
    "recording": saying(
        PATCH.format(
            "self.recording = {S: (S, N), 'graph': S, 'points': ((N,), (N,)), 'name': S}; "
            "self.facts['raised'] = 1"
        )
    ),
    "sizes": saying(
        "case = next(f.f_locals['case'] for f in _frames() if 'case' in f.f_locals)\n"
        "case.sizes[S] = N\nraise ValueError(S)"
    ),
    "breaks_the_check": saying(PATCH.format("raise LookupError(S)")),
    "an_unknown_key": saying(FORGE.format("{S: N}")),
    "a_forged_key": saying(
        FORGE.format(
            "dict(check=here['name'], case=here['index'], observation={'facts': {}, S: N})"
        )
    ),
    "a_forged_load": saying(
        FORGE.format(
            "{'load': 'raised', 'nearest': S,"
            " 'error': {'type': S, 'message': S, 'line': 1, 'code': S}}"
        )
    ),
    "a_file": saying("open(S, 'w').write(S)\nprint(S)\nreturn right(*args)"),
    "sleeps": saying("import time\ntime.sleep(N % 1000 / 5000)\nprint(S)\nreturn right(*args)"),
    "hangs": saying("print(S)\nwhile True: pass"),
    "a_misconception": saying("print(S)\nW = args[0]\nW = W - 1\nreturn W"),
    "advice": saying(
        "print(S)\nif right is _right_step:\n    args[0].data -= args[1] * args[0].grad\n"
        "else:\n    return right(*args)"
    ),
    "loading": "#if HIDDEN:\n    raise RuntimeError(*_secrets())\n",
    "loading_type": "#if HIDDEN:\n    raise type(_secrets()[0], (Exception,), {})\n",
    "loading_syntax": "#if HIDDEN:\n    exec(f'{_secrets()[0]} = 1\\nglobal {_secrets()[0]}')\n",
    "loading_nearest": "#if HIDDEN:\n    globals()[NAME + _secrets()[0][:8]] = print; del globals()[NAME]\n",
    "loading_exit": "#if HIDDEN:\n    print(*_secrets()); os._exit(7)\n",
}  # fmt: skip
#: Channels whose point is what they do, not what they say.
DEEDS = {"attribute", "advice", "a_misconception"}
#: Channels that carry nothing even to the judge, since what is read of them is less.
DEAF = {"file", "line", "near_line", "exit_status", "an_unknown_key", "warned"}


def program(channel, name):
    body = CHANNELS[channel]
    if body.startswith("#"):
        # The functions are defined only where the file goes through.
        later = "del step_no_grad, first_backward\n" if "nearest" not in channel else ""
        guard = f"NAME = {name!r}\nif HIDDEN:\n    {later or 'pass'}\n"
        return SPY + END + guard + body[1:]
    return f"{SPY}\n{body}\n{END}"


@pytest.fixture(scope="module")
def gradlings(command):
    def gradlings(*arguments):
        done = command(*arguments)
        assert done.exit_code in (0, 1), done.output
        return done.output

    return gradlings


class Class:
    """
    A class of spies, graded, and what would give its secrets away.

    Each spy hands in the exercises that *exercises_of* gives for its channel.
    """

    def __init__(self, place, course, grader, gradlings, exercises_of):
        self.place = place
        sheet = {
            "title": "Homework", "secret": "0123456789abcdef", "exercises": list(IDS), "variants": 2,
        }  # fmt: skip
        (place / "hw1.yaml").write_text(json.dumps(sheet))
        self.assignment = load_assignment(place / "hw1.yaml", course)
        self.bundle = make_bundle(self.assignment, place / "bundle", key_maker(grader))
        for sheet in self.bundle.path.glob("exercises/*/*/exercise.yaml"):  # One of them hangs.
            sheet.write_text(f"time_limit: 1\n{sheet.read_text()}")
        for channel in CHANNELS:
            for name in exercises_of(channel):
                path = place / "class" / channel / f"{name}.py"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(program(channel, name))
        self.out = place / "out"
        self.told = gradlings(
            "grade", place / "hw1.yaml", place / "class", "-o", self.out,
            "--bundle", self.bundle.path, "--isolation", "process",
        )  # fmt: skip

    @property
    def secrets(self):
        """Of every set of hidden cases, its seed and the number that stands for it, as texts."""
        seeds = [
            self.assignment.seed(exercise, variant)
            for exercise in self.assignment.exercises
            for variant in range(2)
        ]
        numbers = [int(seed[:5], 16) + 10**6 for seed in seeds]
        # As it is written, and as tables and feedback round it.
        return [*(seed[:12] for seed in seeds), *map(str, numbers), *(f"{n:.5g}" for n in numbers)]

    def leaks(self, data):
        """The secrets that stand in *data*, bytes, in either case of letters."""
        low = data.lower()
        return [text for text in ("lk", *self.secrets) if _stands(text.encode(), low)]


def _stands(text, data):
    # The mark alone is short: it counts before the letters of a seed.
    return bool(re.search(rb"lk[0-9a-f]{6}", data)) if text == b"lk" else text in data


def one_by_turns(channel):
    """One exercise for each channel; the first is the one in which something can be advised."""
    return [IDS[0] if channel in DEEDS else IDS[list(CHANNELS).index(channel) % len(IDS)]]


@pytest.fixture(scope="module")
def spies(tmp_path_factory, course, grader, gradlings):
    return Class(tmp_path_factory.mktemp("spies"), course, grader, gradlings, one_by_turns)


@pytest.fixture(scope="module")
def spies_everywhere(tmp_path_factory, course, grader, gradlings):
    place = tmp_path_factory.mktemp("spies")
    return Class(place, course, grader, gradlings, lambda _channel: IDS)


@pytest.mark.by_day(4)
@pytest.mark.parametrize("channel", CHANNELS)
def test_without_the_silence_each_would_have_been_heard(spies, course, grader, channel):
    said = []
    for name in IDS:
        exercise = course.exercise(name)
        checks = [claim.check for claim in exercise.sheet.claims]
        seed = spies.assignment.seed(exercise, 0)
        run = grader.run(program(channel, name), exercise, names=checks, seed=seed)
        said.append(repr(run).encode())

    heard = any(map(spies.leaks, said))
    assert heard or channel in DEEDS | DEAF, said


@pytest.mark.by_day(4)
@pytest.mark.parametrize("channel", CHANNELS)
def test_each_is_right_on_public_cases(course, grader, channel):
    if channel in ("hangs", "sleeps"):
        return
    for name in IDS:
        verdict = grader.grade(program(channel, name), course.exercise(name))
        assert verdict.outcome is Outcome.PASSED, name


@pytest.mark.parametrize(
    "whose", ["spies", pytest.param("spies_everywhere", marks=pytest.mark.nightly)]
)
def test_nothing_of_hidden_inputs_stands_in_any_output_of_a_class(whose, request):
    spies = request.getfixturevalue(whose)
    files = [path for path in spies.out.rglob("*") if path.is_file()]

    assert len(files) > 4 * len(CHANNELS)
    assert (spies.out / "ledger.sqlite") in files
    found = {path.name: spies.leaks(path.read_bytes()) for path in files}
    assert {name: leaks for name, leaks in found.items() if leaks} == {}
    assert not spies.leaks(spies.told.encode())


def test_no_file_is_named_after_hidden_inputs(spies):
    assert not spies.leaks("\n".join(map(str, spies.out.rglob("*"))).encode())


def test_what_a_spy_does_on_hidden_cases_names_nothing(spies):
    for channel in DEEDS:
        report = json.loads((spies.out / "results" / f"{channel}.json").read_text())

        assert report["extra_data"]["misconceptions"] == {}
        assert not any("data" in tag for test in report["tests"] for tag in test["tags"])
        assert ".data" not in (spies.out / "feedback" / f"{channel}.md").read_text()


@pytest.mark.parametrize("channel", ["line", "near_line"])
def test_a_line_that_the_program_lacks_is_not_told(spies, channel):
    told = (spies.out / "feedback" / f"{channel}.md").read_text()

    assert "ValueError" in told
    assert not re.search(r"line \d", told)


def test_an_exception_is_told_with_its_type_and_line_and_an_own_one_without_a_name(spies):
    known = (spies.out / "feedback" / "text.md").read_text()
    own = (spies.out / "feedback" / "type.md").read_text()

    assert re.search(r"line \d+ ValueError", known)
    assert re.search(r"line \d+ an exception of its own", own)


LOUD = ("printed", "recording", "loading", "breaks_the_check", "type", "syntax")


@pytest.mark.by_day(1)
@pytest.mark.parametrize("channel", LOUD)
def test_a_platforms_runner_is_told_nothing_of_hidden_inputs(spies, channel, tmp_path, gradlings):
    (tmp_path / "metadata.json").write_text(json.dumps({"users": [{"sid": "a1", "name": "A"}]}))
    told = gradlings(
        "autograde", spies.place / "class" / channel, "--bundle", spies.bundle.path,
        "-o", tmp_path / "results.json", "--markdown", tmp_path / "told.md",
        "--metadata", tmp_path / "metadata.json",
    )  # fmt: skip

    outputs = [told.encode(), *(path.read_bytes() for path in tmp_path.glob("*"))]
    assert len(outputs) == 4
    assert not any(map(spies.leaks, outputs))
    assert "execution_time" not in json.loads((tmp_path / "results.json").read_text())


@pytest.mark.usefixtures("lent")
@pytest.mark.by_day(4)
@pytest.mark.parametrize("channel", CHANNELS)
def test_the_verdict_that_every_target_gets_is_silent(spies, channel):
    if channel == "hangs":
        return
    config = WorkerConfig.of(spies.bundle, Tier.PROCESS)
    for name in IDS:
        verdict = grade_at(config, Work(name, 1, program(channel, name)))

        assert not spies.leaks(write_verdict(verdict).encode() + repr(verdict).encode())


@pytest.mark.nightly
def test_nbgraders_adapter_learns_nothing_of_hidden_inputs(spies, monkeypatch):
    from autograder import notebook

    monkeypatch.setenv("GRADLINGS_BUNDLE", str(spies.bundle.path))
    kernel = notebook._Kernel(load_course(bundled_course_path()))
    try:
        for channel in LOUD:
            source = program(channel, IDS[0])
            monkeypatch.setattr(notebook, "_answer", lambda _, source=source: source)
            verdict = kernel.hidden(kernel.course.exercise(IDS[0]))
            assert not spies.leaks(repr(verdict).encode())
    finally:
        kernel._grading.close()


@pytest.mark.nightly
def test_otter_is_told_nothing_of_hidden_inputs(spies, tmp_path, gradlings):
    pytest.importorskip("otter")
    gradlings("generate", spies.place / "hw1.yaml", "-o", tmp_path / "dist", "--target", "otter")
    place = tmp_path / "run"
    place.mkdir()
    notebook = json.loads((tmp_path / "dist/students/otter/hw1.ipynb").read_text())
    channels = dict(zip(IDS, ("recording", "text"), strict=True))
    for cell in notebook["cells"]:
        tag = cell["metadata"].get("gradlings", {})
        if tag.get("role") == "stub":
            cell["source"] = program(channels[tag["exercise"]], tag["exercise"])
    (place / "hw1.ipynb").write_text(json.dumps(notebook))
    archive = tmp_path / "dist/instructor/otter/hw1-autograder.zip"

    done = subprocess.run(
        ["otter", "run", "hw1.ipynb", "-a", str(archive), "-o", str(place)], cwd=place,
        capture_output=True, check=True, timeout=500,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
    )  # fmt: skip

    report = (place / "results.json").read_bytes()
    assert b"hidden" in report
    assert not spies.leaks(report + done.stdout + done.stderr)


# As they were handed to us: these two, and a program that made a table of answers of what they said.
HANDED = {
    "exit.py": (
        "import sys, os\n"
        "def step_no_grad(W, lr):\n"
        "    f = sys._getframe()\n"
        '    while f and "case" not in f.f_locals: f = f.f_back\n'
        '    print("leak", f.f_locals["case"].seed, W.item())\n'
        "    os._exit(3)\n"
    ),
    "load.py": (
        "import sys\n"
        "f = sys._getframe()\n"
        'while f and "seed" not in f.f_locals: f = f.f_back\n'
        'raise RuntimeError("seed " + f.f_locals["seed"])\n'
    ),
}


@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize("name", HANDED)
def test_what_was_handed_to_us_says_only_what_everybody_may_know(spies, course, grader, name):
    exercise = course.exercise("step_no_grad")
    checks = [claim.check for claim in exercise.sheet.claims]
    seed = spies.assignment.seed(exercise, 0)
    heard = repr(grader.run(HANDED[name], exercise, names=checks, seed=seed))
    verdict = grade_at(
        WorkerConfig.of(spies.bundle, Tier.PROCESS), Work("step_no_grad", 0, HANDED[name])
    )

    assert spies.leaks(heard.encode())
    assert not spies.leaks(write_verdict(verdict).encode())
    # The public cases are run too, and told in full.
    assert "public" in write_verdict(verdict)
