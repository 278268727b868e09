"""
Grade a class with a tenth broken or hostile, and a sample of it by ``otter run``.

    python benchmarks/grading.py --students 300 [--sample 5] [--workers 1] [--alike]

Tells rate, time and memory, and how much longer otter takes for each submission, on this
machine in this run. Needs ``gradlings[otter]`` for the sample. No two programs are equal, unless
``--alike`` lets them differ in comments only, as many of a real class do: then twins share a pass.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
from measuring import measured  # noqa: E402
from synthetic_class import make_class  # noqa: E402

GRADLINGS = [sys.executable, "-m", "autograder"]
EXERCISES = ["grad_adds_up", "zero_it", "step_no_grad", "first_backward", "sgd_step"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=5, help="hand-ins for otter")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument(
        "--alike", action="store_true", help="programs that differ in comments only"
    )
    parser.add_argument("--keep", type=Path, help="leave everything here")
    given = parser.parse_args()
    work = given.keep or Path(tempfile.mkdtemp())
    work.mkdir(exist_ok=True)
    assignment = work / "hw1.yaml"
    sheet = {"title": "Házi 1", "secret": "0123456789abcdef", "exercises": EXERCISES}
    assignment.write_text(json.dumps(sheet))
    distinct = not given.alike
    print(make_class(work / "class", assignment, given.students, 0.1, 7, distinct=distinct))
    run([*GRADLINGS, "generate", assignment, "-o", work / "dist", "--target", "otter"])
    bundle = work / "dist/instructor/bundle"

    command = [*GRADLINGS, "grade", assignment, work / "class", "-o", work / "out"]
    command += ["--bundle", bundle, "--workers", given.workers]
    used = measured(command)
    each = used.wall / given.students
    print(
        f"gradlings grade: {used.wall:.1f} s, {given.students / used.wall:.1f} submissions a second, "
        f"{1000 * each:.0f} ms each, {1000 * used.cpu / given.students:.0f} ms of CPU time; at most "
        f"{(used.command + used.descendants) / 2**20:.0f} MiB resident in all processes"
    )
    again = measured(command)
    print(
        f"the same command again, nothing left to grade: {again.wall:.1f} s, "
        f"{again.cpu:.1f} s of CPU time"
    )
    if given.sample:
        otter(work, given.sample, each)


def otter(work, sample, each):
    """A sample of the class's honest notebooks, one after the other, as otter does."""
    notebooks = sorted((work / "class").glob("*/hw.ipynb"))
    notebooks = [n for n in notebooks if len(list(n.parent.iterdir())) == 1][:sample]
    place = work / "otter"
    place.mkdir(exist_ok=True)
    times = {"otter run, its own kernel": [], "otter run with our plugin": []}
    plain = plain_otter(work)
    for archive, name in (
        (plain, "otter run, its own kernel"),
        (next((work / "dist/instructor/otter").glob("*.zip")), "otter run with our plugin"),
    ):
        for notebook in notebooks:
            start = time.monotonic()
            run(["otter", "run", notebook, "-a", archive, "-o", place, "--no-logo"])
            times[name].append(time.monotonic() - start)
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(
            f"{name}: {middle:.2f} s each ({len(taken)} submissions), {middle / each:.0f} times ours"
        )


def plain_otter(work):
    """An autograder as an instructor would write it for otter: asserts on the right answers."""
    place = work / "plain"
    (place / "tests").mkdir(parents=True, exist_ok=True)
    (place / "tests/step_no_grad.py").write_text(
        "from otter.test_files import test_case\n\nOK_FORMAT = False\nname = 'step_no_grad'\n"
        "points = 3\n\n@test_case()\ndef test_step(step_no_grad):\n    import torch\n"
        "    W = torch.tensor(2.0, requires_grad=True)\n    (3 * W).backward()\n"
        "    step_no_grad(W, 0.1)\n    assert abs(W.item() - 1.7) < 1e-5\n"
    )
    run(["otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], cwd=place)
    return place / "autograder.zip"


def run(command, **options):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    main()
