"""Learner code in its own process: every way to end, and the next one is graded all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.runs import End
from autograder.sandbox import ColdProcess, ForkServer, Job, Limits, Wall
from autograder.sandbox.clock import Clock
from autograder.sandbox.kinds import BY_HAND
from autograder.sandbox.surroundings import environment
from autograder.sandbox.waiting import NOT_SHUT_IN

CHECKS = """
from autograder.probing import journaling, leaf, one_run, watched, watching


def doubles(submission, case):
    with watching() as seen:
        seen.returned(submission.double(case.uniform(-3, 3)))
    return seen


def doubles_tensors(submission, case):
    w = leaf(case.uniform(1, 3))
    with journaling(w=w) as seen:
        result = submission.double(w)
        result.backward()
        seen.fact("slope", w.grad)
    return seen


def is_broken(submission, case):
    with watching() as seen:
        submission.double(1.0)
    return 1 / 0


def doubles_on_one_run(submission, case):
    return _doubled(submission, case).judging_answer()


def says_goodbye(submission, case):
    seen = _doubled(submission, case)
    with seen.asking():
        submission.goodbye()
    return seen


def still_doubles_on_that_run(submission, case):
    return _doubled(submission, case).judging_answer()


@one_run
def _doubled(submission, case):
    return watched(submission.double, case.uniform(-3, 3))
"""
RIGHT = "def double(x):\n    return 2 * x\n"


@pytest.fixture
def run(server):
    def run(source, *names, runner=server, **limits):
        limits = Limits(**{"seconds": 5.0, **limits})
        names = names or ("doubles", "doubles_tensors")
        job = Job("ex", CHECKS, source, "double", names, "public", 2, limits)
        return runner.run(job)

    return run


def body(*lines):
    return "def double(x):\n" + "".join(f"    {line}\n" for line in lines)


def test_an_honest_submission_is_observed_on_every_case(run):
    seen = run(RIGHT)

    assert seen.end is End.DONE
    assert [len(cases) for cases in seen.observations.values()] == [2, 2]
    assert seen.observations["doubles_tensors"][0].facts["slope"].values == (2.0,)


def test_an_endless_loop_is_a_timeout_in_the_check_it_hangs_in(run):
    seen = run(body("while True: pass"), seconds=0.3)

    assert seen.end is End.TIMEOUT
    assert list(seen.stops) == ["doubles"]


def test_a_run_is_stopped_from_another_thread_and_its_server_serves_on(run):
    with ForkServer() as server, ThreadPoolExecutor(1) as threads:
        endless = threads.submit(run, body("while True: pass"), runner=server, seconds=1e4)
        while server._errand._control is None:
            threading.Event().wait(0.01)
        server.stop()
        assert endless.result(60).end is End.CRASHED
        assert run(RIGHT, runner=server).end is End.DONE


def test_a_run_that_is_stopped_before_its_server_is_there_ends_at_once(run):
    with ForkServer() as server, ThreadPoolExecutor(1) as threads:
        wait, asked, may_go_on = server._wait_until_ready, threading.Event(), threading.Event()

        def wait_until_stopped():
            asked.set()
            assert may_go_on.wait(60)
            return wait()

        server._wait_until_ready = wait_until_stopped
        endless = threads.submit(run, body("while True: pass"), runner=server, seconds=1e4)
        assert asked.wait(60)
        server.stop()
        may_go_on.set()
        assert endless.result(60).end is End.CRASHED
        assert run(RIGHT, runner=server).end is End.DONE


def test_a_place_is_occupied_while_a_program_computes_or_sleeps(run, server):
    before = server.occupied()
    run(body("import time; time.sleep(0.2); return 2 * x"), "doubles")
    slept = server.occupied() - before
    run(body("while True: pass"), "doubles", seconds=0.5)
    looped = server.occupied() - before - slept

    assert slept >= 0.4, "twice"
    assert looped >= 0.5
    assert server.occupied() - before - slept == looped, "each is counted once"


#: The first thread waits for a core as long as the others compute, and so for most of the time.
THREADS = """import threading, time, zlib
    work = [threading.Thread(target=zlib.compress, args=(bytes(30_000_000), 9)) for _ in range(6)]
    for one in work: one.start()
    for _ in range(2): zlib.compress(bytes(30_000_000), 9)
    for one in work: one.join()
    return time.process_time()"""


def test_what_threads_compute_side_by_side_is_counted_for_each(run, server):
    before = server.occupied()
    ended = run(body(THREADS), "doubles", seconds=60.0)
    occupied = server.occupied() - before

    computed = ended.observations["doubles"][-1].facts["returned"]
    assert occupied >= 0.8 * computed


@pytest.mark.parametrize(("idle", "finishes"), [(1.0, False), (30.0, True)])
def test_a_program_that_sleeps_has_as_much_patience_as_its_limits_give(run, idle, finishes):
    ended = run(body("import time; time.sleep(1); return 2 * x"), "doubles", seconds=0.5, idle=idle)
    assert ended.end is (End.DONE if finishes else End.TIMEOUT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_time_that_a_program_waits_for_a_core_is_nobodys():
    core = min(os.sched_getaffinity(0))
    program = (
        f"import os, time; os.sched_setaffinity(0, [{core}]); print(flush=True); input()\n"
        "until = time.process_time() + 0.3\n"
        "while time.process_time() < until: pass\n"
        "print(flush=True); input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    pair = [subprocess.Popen([sys.executable, "-c", program], **pipes) for _ in range(2)]
    with pair[0], pair[1]:
        for one in pair:
            one.stdout.readline()
        clock = Clock(pair[0].pid, Limits())
        for one in pair:
            one.stdin.write("\n")
            one.stdin.flush()
        for one in pair:
            one.stdout.readline()  # Both have done their work, and wait.
        passed, occupied = clock.passed, clock.occupied
        for one in pair:
            one.kill()

    assert occupied >= 0.29
    assert occupied < 0.9 * passed, "the other one had the core for half of the time"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(("goes_on", "is_up"), [("while True: pass", False), ("input()", True)])
def test_who_waits_for_a_core_right_now_is_not_idle(goes_on, is_up):
    """The system counts such a wait once it is over: till then it would look like sleep."""
    core = min(os.sched_getaffinity(0))
    program = f"import os; os.sched_setaffinity(0, [{core}]); print(flush=True)\n{goes_on}"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", program], **pipes) as process:
        process.stdout.readline()
        while not is_up and _state(process.pid) != "R":
            pass
        while is_up and _state(process.pid) != "S":
            pass
        patience_is_over = Limits(seconds=1_000.0, idle=-1.0)
        left = Clock(process.pid, patience_is_over).left()
        process.kill()

    assert (left == 0.0) is is_up


def _state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_an_endless_loop_keeps_what_was_seen_before_it(run):
    seen = run(
        body("if not isinstance(x, float):", "    while True: pass", "return 2 * x"), seconds=0.5
    )

    assert len(seen.observations["doubles"]) == 2
    assert list(seen.stops) == ["doubles_tensors"]


@pytest.mark.parametrize(
    ("line", "type_name"),
    [
        ("import sys; sys.exit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("1 / 0", "ZeroDivisionError"),
        ("return double(x)", "RecursionError"),
        ("return bytearray(10**11)", "MemoryError"),
        ("import torch; torch.ones(10**11)", "RuntimeError"),
    ],
)
def test_what_learner_code_raises_is_a_fact_and_the_run_goes_on(run, line, type_name):
    seen = run(body(line))

    assert seen.end is End.DONE
    assert seen.observations["doubles"][0].facts["raised"].type_name == type_name
    assert len(seen.observations["doubles_tensors"]) == 2


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("import os; os._exit(0)", "ended early"),
        ("import os; os._exit(3)", "exit status 3"),
        # As a child of ours ends that could not shut itself in.
        (f"import os; os._exit({NOT_SHUT_IN})", f"exit status {NOT_SHUT_IN}"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        # An abort without the right to send signals ends on a forbidden instruction.
        ("import os; os.abort()", "SIGSEGV"),
    ],
)
def test_a_dead_process_is_a_crash_told_by_the_parent(run, line, detail):
    seen = run(body(line))

    assert seen.end is End.CRASHED
    assert detail in seen.stops["doubles"].detail


def test_a_program_that_ends_as_it_is_loaded_is_never_taken_for_one_that_was_not_shut_in(run):
    seen = run(f"import os\nos._exit({NOT_SHUT_IN})\n{RIGHT}")

    assert seen.end is End.CRASHED


def test_a_seed_in_a_child_notes_no_source_of_ours(run):
    seen = run(
        body(
            "import torch",
            "torch.manual_seed(5)",
            "print(torch.cuda._lazy_seed_tracker.get_calls())",
            "return 2 * x",
        ),
        "doubles",
    )

    assert seen.end is End.DONE
    assert "manual_seed_all" in seen.printed
    assert "[]" in seen.printed
    assert "File" not in seen.printed


@pytest.mark.parametrize(
    ("goodbye", "end"), [("import os; os._exit(0)", End.CRASHED), ("while True: pass", End.TIMEOUT)]
)
def test_a_claim_that_ends_the_process_loses_no_other_of_its_run(run, goodbye, end):
    first, crashing, last = "doubles_on_one_run", "says_goodbye", "still_doubles_on_that_run"
    source = f"{RIGHT}def goodbye():\n    {goodbye}\n"
    whole = run(RIGHT, first, last).observations

    broken = run(source, first, crashing, last, seconds=0.5)
    rest = run(source, last)

    assert broken.observations[first] == whole[first]
    assert {name: stop.end for name, stop in broken.stops.items()} == {crashing: end}
    assert rest.observations[last] == whole[last]
    assert [seen.call for seen in whole[first]] == [seen.call for seen in whole[last]]


def test_the_next_submission_is_graded_after_every_kind_of_end(run):
    for line in (
        "import os; os._exit(0)",
        "while True: pass",
        "import ctypes; ctypes.string_at(0)",
    ):
        run(body(line), seconds=0.3)

        assert run(RIGHT).end is End.DONE


def test_a_print_flood_is_cut_and_costs_nothing(run):
    seen = run(body("print('x' * 1000)", "for _ in range(20000): print('flood')", "return 2 * x"))

    assert seen.end is End.DONE
    assert len(seen.printed) == 8_000
    assert seen.observations["doubles"][0].facts["raised"] is None


def test_output_past_python_goes_nowhere(run):
    seen = run(body("import os; os.write(1, b'x' * 1000); os.write(2, b'y')", "return 2 * x"))

    assert seen.end is End.DONE
    assert seen.printed == ""


def test_a_flooded_pipe_ends_the_run(run):
    flood = "import os\nfor fd in range(3, 20):\n    try:\n        while True: os.write(fd, b'x' * 65536)\n    except OSError: pass\n"
    seen = run(flood + RIGHT, reply=1 << 20)

    assert seen.end in (End.FLOODED, End.MALFORMED)
    assert not seen.observations


def test_a_forged_message_voids_the_answer(run):
    forged = (
        "import os\n"
        "for fd in range(3, 20):\n"
        '    try: os.write(fd, b\'{"check": "doubles_tensors", "case": 1, "observation": {"facts": {}}}\\n\')\n'
        "    except OSError: pass\n"
    )
    assert run(forged + RIGHT).end is End.MALFORMED


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("def double(x:\n    return 2 * x\n", "syntax", 1),
        ("x = 1 / 0\n", "raised", 1),
        ("def duoble(x):\n    return 2 * x\n", "missing", 0),
        ("double = 3\n", "missing", 0),
        ("", "missing", 0),
        ("def double(x):\n\treturn 1\n        return 2\n", "syntax", 3),
        ("\0", "syntax", 0),
    ],
)
def test_a_file_that_cannot_be_loaded_says_why(run, source, kind, line):
    seen = run(source)

    assert seen.load is not None
    assert (seen.load.kind, seen.load.error.line) == (kind, line)


def test_a_missing_function_names_the_nearest_one(run):
    assert run("def duoble(x):\n    return 2 * x\n").load.nearest == "duoble"


@pytest.mark.parametrize("place", ["before", "after"])
def test_an_exception_at_the_top_level_loses_no_definition(run, place):
    crash = "unknown_name\n"
    source = crash + RIGHT if place == "before" else RIGHT + crash

    assert run(source).end is End.DONE
    assert run(source).load is None


def test_what_stands_under_the_main_guard_is_not_run(run):
    seen = run(RIGHT + "if __name__ == '__main__':\n    print('by hand')\n")

    assert seen.printed == ""


def test_a_bug_in_a_check_is_not_blamed_on_the_learner(run):
    seen = run(RIGHT, "is_broken", "doubles")

    assert "ZeroDivisionError" in seen.broken["is_broken"]
    assert "checks.py" in seen.broken["is_broken"]
    assert len(seen.observations["doubles"]) == 2


def test_a_returned_object_whose_methods_raise_is_the_learners_doing(run):
    source = (
        "class Lies:\n    def backward(self): return 1 / 0\ndef double(x):\n    return Lies()\n"
    )
    seen = run(source, "doubles_tensors")

    assert not seen.broken
    assert seen.observations["doubles_tensors"][0].facts["raised"].type_name == "ZeroDivisionError"


def test_a_submission_leaves_nothing_for_the_next_one(run):
    poison = (
        "import torch, builtins\ntorch.tensor = None\nbuiltins.len = None\ntorch.manual_seed(1)\n"
    )
    clean = run(RIGHT)

    run(poison + RIGHT)

    assert run(RIGHT).observations == clean.observations


@pytest.mark.parametrize("daemon", ["", "    os.setsid()\n    if os.fork(): os._exit(0)\n"])
def test_where_processes_can_be_started_they_end_with_the_run(run, tmp_path, daemon):
    mark = tmp_path / "pid"
    source = (
        "import os, time\n"
        f"if os.fork() == 0:\n{daemon}"
        f"    open({str(mark)!r}, 'w').write(str(os.getpid()))\n    time.sleep(600)\n"
    )
    waits = f"import time\nwhile not open({str(mark)!r}, 'a+').tell(): time.sleep(0.01)\n"
    with ForkServer(down=set(Wall) - {Wall.LIMITS}) as server:
        run(source + waits + RIGHT, runner=server)

    assert not Path(f"/proc/{mark.read_text()}").exists()


def test_files_larger_than_the_limit_cannot_be_written(run, tmp_path):
    path = tmp_path / "bomb"
    seen = run(
        body(f"open({str(path)!r}, 'wb').write(b'x' * 10**6)", "return 2 * x"), file_size=1000
    )

    assert not path.exists() or path.stat().st_size <= 1000
    assert seen.end in (End.DONE, End.CRASHED)


def test_two_runs_of_one_submission_see_the_same(run):
    assert run(RIGHT).observations == run(RIGHT).observations


def test_a_killed_server_is_started_again_and_nothing_is_lost(run):
    with ForkServer() as server:
        assert run(RIGHT, runner=server).end is End.DONE
        first = server.pid
        os.kill(first, signal.SIGKILL)

        assert run(RIGHT, runner=server).end is End.DONE
        assert server.pid != first


def test_a_cold_process_sees_what_the_warm_server_sees(run):
    with ColdProcess() as cold:
        assert run(RIGHT, runner=cold).observations == run(RIGHT).observations


def test_a_cold_process_survives_an_early_exit(run):
    with ColdProcess() as cold:
        assert run(body("import os; os._exit(3)"), runner=cold).end is End.CRASHED


def test_the_server_gets_no_secret_of_our_environment(monkeypatch):
    monkeypatch.setenv("GRADLINGS_SECRET", "s3cr3t")
    monkeypatch.setenv("PYTHONPATH", "/tmp/evil")

    found = environment(warm=True)

    assert "s3cr3t" not in found.values()
    assert "PYTHONPATH" not in found


def test_the_grader_side_imports_no_torch():
    code = "import sys, autograder.cli; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


#: What learners of the course use, and each imports more of torch when it is used first.
FIRST_USES = {
    "sgd": "o = torch.optim.SGD([p], lr=0.1, momentum=0.9); p.sum().backward(); o.step()",
    "adam": "o = torch.optim.Adam([p]); p.sum().backward(); o.step(); o.zero_grad()",
    "lbfgs": "torch.optim.LBFGS([p]).step(lambda: (p**2).sum())",
    "layers": "nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Dropout())(p).sum().backward()",
    "attention": "nn.MultiheadAttention(2, 1)(*[torch.ones(3, 1, 2)] * 3)[0].sum().backward()",
    "losses": "nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([0, 1]))",
    "loader": "list(torch.utils.data.DataLoader(p.detach(), batch_size=1, shuffle=True))",
    "schedule": "torch.optim.lr_scheduler.StepLR(torch.optim.SGD([p], lr=0.1), 1)",
    "functions": "torch.func.vmap(torch.func.grad(lambda x: x**2))(p.detach())",
    "jacobian": "torch.autograd.functional.jacobian(lambda x: x**2, p)",
    "checked": "torch.autograd.gradcheck(lambda x: x**2, p.detach().double().requires_grad_())",
    "saved": "torch.save(p, 'p.pt'); torch.load('p.pt', weights_only=True)",
    "shown": "repr(p); p.register_hook(print); (p * 2).sum().backward()",
    "anomaly": "torch.autograd.set_detect_anomaly(True); (p * 2).sum().backward()",
}


@pytest.mark.parametrize("use", FIRST_USES.values(), ids=FIRST_USES)
def test_no_child_imports_what_the_server_could_have_imported_for_all(run, use):
    source = (
        "import sys\nimport torch\nfrom torch import nn\ndef double(x):\n"
        "    p = nn.Parameter(torch.ones(2))\n    before = set(sys.modules)\n"
        f"    {use}\n    return sorted(set(sys.modules) - before)\n"
    )
    for _ in range(3):  # The server imports the rest when it is idle, or after two jobs.
        run(RIGHT)

    facts = run(source, "doubles").observations["doubles"][0].facts

    assert facts["raised"] is None
    assert facts["returned"] == ()


def children(server):
    return Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()


def waiting_child(server):
    """The process that a server's next job will have."""
    server.get_ready()
    while len(pids := children(server)) != 1:
        pass
    return pids


def test_what_has_been_prepared_for_one_job_each_is_prepared_for_both():
    """Else the child that waits would be let go, for each selection of a course's exercises."""
    one, other, third = [
        Job(name, f"# {name}\n{CHECKS}", RIGHT, "double", ("doubles",), "public", 1, torch=False)
        for name in ("one", "other", "third")
    ]  # fmt: skip

    def process_of(jobs):
        while_it_runs = []

        def plan():
            yield jobs
            while_it_runs.extend(children(server))

        server.run_in_rounds(plan())
        return while_it_runs

    with ForkServer(kind=BY_HAND) as server:
        for job in (one, other):
            server.run(job)
        waits = waiting_child(server)
        assert process_of([one, other])[:1] == waits

        waits = waiting_child(server)
        assert not {*waits} & {*process_of([one, third])}, (
            "it was forked before the third was loaded"
        )
