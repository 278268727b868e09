"""One submission of five questions, and the same two cases of each for every grader."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from pathlib import Path

SUBMISSION = '''
import torch


def slope(x):
    """The derivative of (3x - 2)**2, by hand."""
    return 6 * (3 * x - 2)


def fresh_gradient(w, x):
    """The gradient of (w * x)**2 alone, whatever stands in w.grad."""
    w.grad = None
    ((w * x) ** 2).backward()
    return w.grad


def step(w, lr):
    with torch.no_grad():
        w -= lr * w.grad


def loss_of(model, x, y):
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    return loss


def train(x, y, steps):
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
'''


@dataclass(frozen=True)
class Question:
    """
    One question, as each grader is given it.

    Attributes:
        check: The body of our check, with ``submission``, ``case`` and ``seen``.
        test: The same as asserts, with *case* as a number, for otter and pytest.
    """

    function: str
    check: str
    test: str


QUESTIONS = (
    Question(
        "slope",
        """
        x = case.uniform(-3, 3)
        with watching() as seen:
            seen.returned(submission.slope(x))
        """,
        """
        x = (0.7, -1.9)[case]
        assert abs(slope(x) - 6 * (3 * x - 2)) < 1e-5
        """,
    ),
    Question(
        "fresh_gradient",
        """
        w, x = leaf(case.uniform(1, 3)), case.uniform(1, 3)
        (w * 5).backward()
        with journaling(w=w) as seen:
            seen.returned(submission.fresh_gradient(w, x))
        seen.judging(leaf_facts(seen.journal, "w"))
        """,
        """
        x = (1.5, 2.5)[case]
        w = torch.tensor(2.0, requires_grad=True)
        (w * 5).backward()
        assert torch.allclose(fresh_gradient(w, x), 2 * w.detach() * x * x)
        """,
    ),
    Question(
        "step",
        """
        w = leaf(case.uniform(1, 3))
        (w * w).backward()
        with journaling(w=w) as seen:
            submission.step(w, 0.1)
        seen.judging(leaf_facts(seen.journal, "w"))
        """,
        """
        w = torch.tensor((1.0, 2.5)[case], requires_grad=True)
        (w * w).backward()
        before = w.item()
        step(w, 0.1)
        assert w.is_leaf and w.requires_grad
        assert abs(w.item() - before * 0.8) < 1e-5
        """,
    ),
    Question(
        "loss_of",
        """
        torch.manual_seed(case.index)
        model = torch.nn.Linear(2, 1)
        x, y = torch.randn(8, 2), torch.randn(8, 1)
        with watching() as seen:
            seen.returned(submission.loss_of(model, x, y))
            seen.fact("slope", model.weight.grad)
        """,
        """
        torch.manual_seed(case)
        model = torch.nn.Linear(2, 1)
        x, y = torch.randn(8, 2), torch.randn(8, 1)
        loss = loss_of(model, x, y)
        error = model(x).detach() - y
        assert torch.allclose(loss.detach(), (error**2).mean())
        assert torch.allclose(model.weight.grad, 2 * (error * x).mean(0, keepdim=True), atol=1e-6)
        """,
    ),
    Question(
        "train",
        """
        x = torch.linspace(-1, 1, 16).reshape(-1, 1)
        y = case.uniform(1, 3) * x + 1
        with watching() as seen:
            losses = submission.train(x, y, 20)
            seen.returned(losses)
            seen.fact("falls", losses[-1] < losses[0] / 2)
        """,
        """
        x = torch.linspace(-1, 1, 16).reshape(-1, 1)
        y = (1.5, 2.5)[case] * x + 1
        losses = train(x, y, 20)
        assert len(losses) == 20
        assert losses[-1] < losses[0] / 2
        """,
    ),
)


def write_course(folder: Path) -> Path:
    """Write the five questions as a course of ours; return its folder."""
    exercises, solutions = folder / "exercises", folder / "solutions"
    for number, question in enumerate(QUESTIONS, start=1):
        place = exercises / "01_five" / question.function
        place.mkdir(parents=True)
        both = {"en": question.function, "hu": question.function}
        sheet = {
            "number": number,
            "title": both,
            "cases": 2,
            "claims": [{"check": "it_is_right", "points": 1, "claim": both}],
            "hints": [both] * 3,
            "takeaway": both,
        }
        (place / "exercise.yaml").write_text(json.dumps(sheet), encoding="utf-8")
        body = textwrap.indent(textwrap.dedent(question.check).strip(), "    ")
        (place / "checks.py").write_text(
            "import torch\n\nfrom autograder.probing import journaling, leaf, watching\n"
            "from autograder.probing.journal import leaf_facts\n\n\n"
            f"def it_is_right(submission, case):\n{body}\n    return seen\n",
            encoding="utf-8",
        )
        for name in ("README.md", "README.hu.md", "stub.py", "stub.hu.py"):
            (place / name).write_text(f"# {question.function}\n", encoding="utf-8")
        answer = solutions / "01_five" / question.function
        answer.mkdir(parents=True)
        (answer / "reference.py").write_text(SUBMISSION, encoding="utf-8")
    chapter = {"title": {"en": "Five", "hu": "Öt"}}
    (exercises / "01_five" / "chapter.yaml").write_text(json.dumps(chapter), encoding="utf-8")
    (exercises / "misconceptions.yaml").write_text("{}\n", encoding="utf-8")
    (exercises / "errors.yaml").write_text("{}\n", encoding="utf-8")
    return exercises


def write_otter(folder: Path) -> tuple[Path, Path]:
    """Write otter's test files and a notebook to grade; return both places."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for number, question in enumerate(QUESTIONS, start=1):
        body = textwrap.indent(textwrap.dedent(question.test).strip(), "    ")
        cases = "\n\n".join(
            f"@test_case(points=1, hidden={bool(case)})\n"
            f"def test_{case}({question.function}, torch):\n    case = {case}\n{body}"
            for case in range(2)
        )
        (tests / f"q{number}.py").write_text(
            "from otter.test_files import test_case\n\n"
            f'OK_FORMAT = False\nname = "q{number}"\npoints = None\n\n{cases}\n',
            encoding="utf-8",
        )
    cells = [
        {
            "cell_type": "code",
            "source": part,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for part in SUBMISSION.split("\n\n\n")
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = folder / "submission.ipynb"
    notebook.write_text(
        json.dumps({"cells": cells, "metadata": {"kernelspec": kernel},
                    "nbformat": 4, "nbformat_minor": 4}),
        encoding="utf-8",
    )  # fmt: skip
    return tests, notebook


def write_pytest(folder: Path) -> Path:
    """Write the questions as a pytest file beside the submission; return it."""
    folder.mkdir(parents=True)
    (folder / "submission.py").write_text(SUBMISSION, encoding="utf-8")
    tests = "\n\n".join(
        f'@pytest.mark.parametrize("case", [0, 1])\ndef test_{question.function}(case):\n'
        + textwrap.indent(textwrap.dedent(question.test).strip(), "    ")
        for question in QUESTIONS
    )
    file = folder / "test_submission.py"
    file.write_text(
        f"import pytest\nimport torch\n\nfrom submission import *\n\n\n{tests}\n", encoding="utf-8"
    )
    return file
