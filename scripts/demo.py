"""
``make demo``: what a learner sees. Every line of output comes from the real command.

It shows a working copy in a temporary folder; a wrong answer, as a beginner writes it; the
feedback; the corrected answer; the tick. Then a small class is graded.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXERCISE = "06_updates/step_no_grad"
WRONG = "    W = W - lr * W.grad\n"
RIGHT = "    with torch.no_grad():\n        W -= lr * W.grad\n"
TODO = "    raise NotImplementedError\n"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gradlings-") as folder:
        say("A learner makes a working copy.")
        gradlings(Path.cwd(), "init", folder, "--lang", "en")
        home = Path(folder)
        file = home / "exercises" / f"{EXERCISE}.py"
        stub = file.read_text(encoding="utf-8")
        say(f"exercises/{EXERCISE}.py is a stub:")
        print(stub.partition("─\n")[2].strip())
        say("The first idea:")
        print(WRONG)
        file.write_text(stub.replace(TODO, WRONG), encoding="utf-8")
        expect(1, gradlings(home, "check", "step_no_grad"))
        say("The wrong answer was named. Mended:")
        print(RIGHT)
        file.write_text(stub.replace(TODO, RIGHT), encoding="utf-8")
        expect(0, gradlings(home, "check", "step_no_grad"))
        say(
            "The same in Hungarian, for a gradient that was not zeroed (the stub of zero_it as it is):"
        )
        expect(1, gradlings(home, "--lang", "hu", "check", "zero_it"))
        say("And what is left to do:")
        gradlings(home, "list")
        say("An instructor makes an assignment of two exercises, and grades who handed in.")
        teach(home)
    print("\nYour own: gradlings init my-course && cd my-course && gradlings")


def teach(home: Path) -> None:
    """Three students: a right answer, a wrong one, and one that ends the process."""
    programs = {"anna": RIGHT, "bence": WRONG, "cili": "    import os\n    os._exit(0)\n"}
    for student, body in programs.items():
        path = home / "handed_in" / student / "step_no_grad.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"import torch\n\n\ndef step_no_grad(W, lr):\n{body}", encoding="utf-8")
    chosen = ("--exercise", "step_no_grad", "--exercise", "zero_it")
    expect(0, gradlings(home, "assignment", "new", "hw1.yaml", "--title", "One", *chosen))
    # The course with solutions beside it; the working copy has only the public side.
    course = ("--course", str(ROOT / "exercises"), "--lang", "en")
    graded = gradlings(
        home, *course, "grade", "hw1.yaml", "handed_in", "-o", "out", "--isolation", "process"
    )
    expect(0, graded)
    print((home / "out" / "grades.csv").read_text(encoding="utf-8"))


def gradlings(folder: Path, *arguments: str) -> int:
    """Run the command as a learner would, after showing it; return its exit code."""
    shown = [a if not a.startswith(tempfile.gettempdir()) else "my-course" for a in arguments]
    print(f"\n$ gradlings {' '.join(shown)}", flush=True)
    command = [sys.executable, "-m", "autograder", *arguments]
    return subprocess.run(command, cwd=folder, check=False).returncode


def expect(wanted: int, seen: int) -> None:
    """Fail if the command ended otherwise than wanted: a demo must not show the wrong thing."""
    if seen != wanted:
        sys.exit(f"demo: exit code {seen}, expected {wanted}")


def say(sentence: str) -> None:
    print(f"\n── {sentence}", flush=True)


if __name__ == "__main__":
    main()
