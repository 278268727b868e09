"""The walls-down run is worth something only if its warm graders are as good as new ones."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from harness import HONEST, wait_until
from peers import Peers


@pytest.fixture(scope="module")
def peers():
    peers = Peers()
    yield peers
    peers.close()


@pytest.fixture
def grade(peers, tmp_path):
    def grade(*sources, peer="allclose", seconds=30):
        paths = [tmp_path / f"{number}.py" for number in range(len(sources))]
        for path, source in zip(paths, sources, strict=True):
            path.write_text(source, encoding="utf-8")
        graded = peers.grade(peer, paths, tmp_path, seconds)
        return graded and (graded[0].replace(f"{tmp_path}/", ""), graded[1])

    return grade


@pytest.mark.parametrize("peer", ["allclose", "equality", "results"])
def test_every_peer_passes_the_right_answer_and_fails_the_wrong_one(grade, peer):
    wrong = "def double(x):\n    return 3 * x\n"

    said, status = grade(HONEST, wrong, HONEST, peer=peer)

    assert said.splitlines() == ["0.py PASSED", "1.py FAILED", "2.py PASSED"]
    assert status == 0


def test_what_one_grading_poisons_the_next_does_not_find(grade):
    poison = "import torch\ntorch.Tensor.backward = torch.allclose = None\n" + HONEST

    assert grade(poison, HONEST) == ("0.py FAILED\n1.py FAILED\n", 0)
    assert grade(HONEST) == ("0.py PASSED\n", 0)


def test_a_grading_looks_like_a_program_of_its_own(grade, tmp_path):
    looks = (
        "import os, sys, threading\n"
        "print(os.getcwd() == sys.argv[2].rpartition('/')[0], sys.argv[1], os.getpgrp() == "
        "os.getpid(), sys.stdout.fileno(), threading.active_count(), sorted(os.listdir("
        "'/proc/self/fd'))[:3], sys.modules['__main__'].graded.__name__)\n"
    )

    said, status = grade(looks + HONEST)

    assert "True allclose True 1 1 ['0', '1', '2'] graded" in said
    assert status == 0


def test_a_grading_ends_with_exit_handlers_and_destructors(grade):
    ends = (
        "import atexit, os\n"
        "atexit.register(os.write, 1, b'handled\\n')\n"
        "class Last:\n"
        "    def __del__(self, write=os.write):\n"
        "        write(1, b'let go\\n')\n"
        "import sys\nsys.last = Last()\n"
    )

    said, status = grade(ends + HONEST)

    assert said.splitlines() == ["0.py PASSED", "handled", "let go"]
    assert status == 0


@pytest.mark.parametrize(
    ("end", "expected"),
    [("import os; os._exit(3)", 3), ("import os; os.kill(os.getpid(), 15)", -signal.SIGTERM),
     ("raise SystemExit(4)", 4)],
)  # fmt: skip
def test_how_a_grading_ended_is_told_as_of_any_program(grade, end, expected):
    assert grade(end) == ("", expected)


@pytest.mark.by_day(1)
@pytest.mark.parametrize(
    "endless",
    ["while True: pass", "import os\nos.closerange(0, 99)\nwhile True: pass",
     "while True: print('x' * 99_999)", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
     "import os, time\nif os.fork() == 0: time.sleep(3600)"],
    ids=["computes", "closes what it prints to", "floods", "stops", "leaves another one"],
)  # fmt: skip
def test_what_never_ends_is_ended_and_the_next_is_graded(grade, endless):
    assert grade(endless, seconds=1) is None
    assert grade(HONEST) == ("0.py PASSED\n", 0)


def test_what_a_grading_leaves_running_is_ended_with_it(grade, tmp_path):
    leaves = (
        "import os, time\n"
        "if (pid := os.fork()) == 0:\n"
        "    os.closerange(0, 99)\n"
        "    time.sleep(3600)\n"
        "open('left', 'w').write(str(pid))\n"
    )

    assert grade(leaves + HONEST)[1] == 0

    left = int((tmp_path / "left").read_text(encoding="ascii"))
    assert wait_until(lambda: not is_running(left))


def test_who_kills_the_warm_process_is_ended_all_the_same_and_the_next_finds_another(
    grade, tmp_path
):
    kills = (
        "import os, time\n"
        "open('left', 'w').write(str(os.getpid()))\n"
        "os.kill(os.getppid(), 9)\n"
        "time.sleep(3600)\n"
    )

    assert grade(kills, seconds=1) is None

    left = int((tmp_path / "left").read_text(encoding="ascii"))
    assert wait_until(lambda: not is_running(left))
    assert grade(HONEST) == ("0.py PASSED\n", 0)


def is_running(pid):
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return said.rpartition(")")[2].split()[0] != "Z"
