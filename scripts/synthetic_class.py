"""
Make a class of synthetic students, out of the solutions' right and wrong programs.

    python scripts/synthetic_class.py FOLDER --students 2000 --hostile 0.1

Each student answers each exercise with a right variant, a wrong program or the stub, by an
ability of their own. A part of them hands in something broken or hostile instead.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from autograder.assignments import load_assignment
from autograder.authoring import load_programs
from autograder.content import bundled_course_path, load_course

HOSTILE = {
    "exits.py": "import os\nos._exit(0)\n",
    "not_python.py": "def f(:\n",
    "no_notebook.ipynb": '{"cells": 3}',
    "reads_keys.py": (
        "import pathlib, os\nfor p in pathlib.Path('/').rglob('key*.json'):\n    print(p.read_text())\n"
    ),
    "endless.py": "while True:\n    pass\n",
    "patches.py": "import torch\ntorch.allclose = lambda *a, **k: True\ntorch.Tensor.__eq__ = lambda s, o: True\n",
    "latin2.py": "# árvíztűrő\n",
    "forks.py": "import os\nfor _ in range(100):\n    os.fork()\n",
}
NAMES = (
    "Ágnes",
    "Béla",
    "Csilla",
    "Dénes",
    "Erzsébet",
    "Ferenc",
    "Györgyi",
    "Huba",
    "Ilona",
    "János",
)
FAMILIES = ("Kovács", "Nagy", "Szabó", "Tóth", "Horváth", "Kiss", "Molnár", "Őri", "Fűzfa", "Varga")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--assignment", type=Path, required=True)
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--hostile", type=float, default=0.1, help="a part of the class, 0 to 1")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(make_class(given.folder, given.assignment, given.students, given.hostile, given.seed))


def make_class(
    folder: Path,
    assignment: Path,
    students: int,
    hostile: float,
    seed: int,
    *,
    distinct: bool = False,
) -> str:
    """
    Write a class in Moodle's layout to *folder* and say what is in it.

    Args:
        distinct: Whether each program has a statement of its student's own, and not only a comment,
            so that no two are graded as one.
    """
    chosen = load_assignment(assignment, load_course(bundled_course_path()))
    draw = random.Random(seed)  # noqa: S311 - a class, no secret
    bad = 0
    for number in range(students):
        name = f"{draw.choice(FAMILIES)} {draw.choice(NAMES)}"
        place = folder / f"{name}_{100_000 + number}_assignsubmission_file_"
        place.mkdir(parents=True)
        programs = answers(chosen, draw, number, distinct=distinct)
        if draw.random() < hostile:
            bad += 1
            what = draw.choice(sorted(HOSTILE))
            victim = draw.choice(sorted(programs))
            text = HOSTILE[what]
            if what in ("exits.py", "endless.py", "patches.py", "forks.py", "reads_keys.py"):
                text += programs[victim]
            encoding = "latin2" if what == "latin2.py" else "utf-8"
            suffix = Path(what).suffix
            programs.pop(victim)
            (place / f"{victim}{suffix}").write_bytes(text.encode(encoding))
        if number % 3:
            for exercise, source in programs.items():
                (place / f"{exercise}.py").write_text(source, encoding="utf-8")
        else:
            (place / "hw.ipynb").write_text(notebook(programs), encoding="utf-8")
    return f"{students} students, {bad} of them with something broken or hostile"


def answers(
    chosen,  # noqa: ANN001
    draw: random.Random,
    number: int,
    *,
    distinct: bool,
) -> dict[str, str]:
    """A program for each exercise that the student reached, with a line of the student's own."""
    own = f"\n\nstudent = {number}\n" if distinct else f"\n\n# student {number}\n"
    ability = draw.betavariate(2.5, 1.5)
    programs = {}
    for task in chosen.tasks:
        found = load_programs(chosen.course, task.exercise)
        if draw.random() < ability:
            source = draw.choice([found.reference or "", *found.right.values()])
        elif draw.random() < 0.15:
            source = task.exercise.stub("hu")
        elif draw.random() < 0.1:
            continue
        else:
            source = draw.choice(list(found.wrong.values()))
        # At the end, since a program may begin with an import from __future__.
        programs[task.exercise.id] = source.rstrip("\n") + own
    return programs or {chosen.tasks[0].exercise.id: chosen.tasks[0].exercise.stub("hu")}


def notebook(programs: dict[str, str]) -> str:
    """A notebook as a learner saves it."""
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": text,
        }
        for text in programs.values()
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})


if __name__ == "__main__":
    main()
