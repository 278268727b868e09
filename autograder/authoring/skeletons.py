"""
What new exercises and questions are filled with: small examples that work, to be changed bit by bit.

``{id}`` in a program is the exercise's id. Texts are sentences of ours, so a skeleton comes in every
language that we speak, and in English in all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.content import Language
from autograder.languages import in_all, mark, words_in

__all__ = ["Skeleton", "chapter", "concepts", "readme", "sheet", "skeleton_for", "stub"]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """
    The programs of an exercise, one idea that goes wrong in it, and a question about that.

    Attributes:
        check: The name of its check, which is its claim.
        misconception: The id of the idea behind the wrong program.
        title, sentence: What the catalogue says of that idea.
        question: The item without its texts.
        edit: What turns the question's code into that of the mistake: old and new text.
        why: Why the question's answer is right.
    """

    check: str
    stub: str
    checks: str
    reference: str
    right: str
    wrong: str
    misconception: str
    title: str
    sentence: str
    question: Mapping[str, Any]
    edit: tuple[str, str]
    why: str


def skeleton_for(*, torch: bool) -> Skeleton:
    """Return the example for a course with torch, or for one with numpy alone."""
    return _WITH_TORCH if torch else _WITH_NUMPY


def sheet(skeleton: Skeleton, languages: Sequence[Language]) -> dict[str, Any]:
    """Return the contents of ``exercise.yaml``."""

    def text(sentence: str) -> dict[str, str]:
        return in_all(languages, sentence).root

    claim = text(mark("TODO what a right submission does, in the present tense."))
    hints = (
        mark("TODO a nudge"),
        mark("TODO the concept, with a tiny example"),
        mark("TODO the line to look at"),
    )
    return {
        "title": text(mark("TODO title")),
        "claims": [{"check": skeleton.check, "points": 1, "claim": claim}],
        "hints": [text(hint) for hint in hints],
        "takeaway": text(mark("TODO the one sentence to remember")),
    }


def readme(language: Language) -> str:
    """Return the statement to be written, Markdown."""
    say = words_in(language)
    title, statement = say("TODO title"), say("TODO the statement.")
    return f"# {title}\n\n{statement}\n"


def stub(skeleton: Skeleton, exercise: str, language: Language) -> str:
    """Return the stub of the exercise with this id."""
    todo = words_in(language)(mark("TODO: say here what to write."))
    return skeleton.stub.format(id=exercise, todo=todo)


def chapter(exercise: str, languages: Sequence[Language]) -> dict[str, Any]:
    """Return the contents of a ``chapter.yaml`` with one exercise."""
    return {"title": in_all(languages, mark("TODO title")).root, "exercises": [exercise]}


def concepts(languages: Sequence[Language]) -> dict[str, Any]:
    """Return the contents of ``concepts.yaml``, with one concept."""
    return {"first_idea": {"title": in_all(languages, mark("TODO an idea")).root}}


_WITH_TORCH = Skeleton(
    check="result_is_the_gradient",
    stub="""\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    # {todo}
    raise NotImplementedError
""",
    checks="""\
from autograder.probing import journal, journaled


def result_is_the_gradient(submission, case):
    seen = journaled(submission.{id}, w=case.leaf())
    return seen.judging_answer().judging(journal.leaf_facts, "w")
""",
    reference="""\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    (w**2).backward()
    return w.grad
""",
    right="""\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    loss = w * w
    loss.backward()
    return w.grad
""",
    wrong="""\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    (w**2).backward()
    return -w.grad
""",
    misconception="climbs_the_gradient",
    title=mark("The gradient with its sign turned"),
    sentence=mark(
        "The gradient is the slope itself; its sign is turned only in the step downhill."
    ),
    question={
        "kind": "number",
        "code": "w = torch.tensor($start, requires_grad=True)\n($slope * w).backward()\n",
        "ask": "w.grad",
        "parameters": {"start": {"start": 1.0, "stop": 9.0}, "slope": [2, 3, 4, 5, 6, 7]},
    },
    edit=("$slope * w", "-$slope * w"),
    why=mark("A line has the same slope everywhere, the number before w."),
)

_WITH_NUMPY = Skeleton(
    check="shares_are_parts_of_the_sum",
    stub="""\
import numpy as np


def {id}(values: np.ndarray) -> np.ndarray:
    # {todo}
    raise NotImplementedError
""",
    checks="""\
from autograder.probing import watched


def shares_are_parts_of_the_sum(submission, case):
    values = case.array(case.size("N", 4, 1, 7, 3), low=0.5, high=3.0)
    return watched(submission.{id}, values).judging_answer()
""",
    reference="""\
import numpy as np


def {id}(values: np.ndarray) -> np.ndarray:
    return values / values.sum()
""",
    right="""\
import numpy as np


def {id}(values: np.ndarray) -> np.ndarray:
    whole = 0.0
    for value in values:
        whole += value
    return np.array([value / whole for value in values])
""",
    wrong="""\
import numpy as np


def {id}(values: np.ndarray) -> np.ndarray:
    return values / len(values)
""",
    misconception="length_for_sum",
    title=mark("The length taken for the sum"),
    sentence=mark("A share is a part of the whole: the whole is the sum of all values, not their number."),
    question={
        "kind": "number",
        "code": "values = np.array([$first, $second])\nshares = values / values.sum()\n",
        "ask": "shares[0]",
        "parameters": {
            "first": {"start": 1.0, "stop": 9.0},
            "second": {"start": 2.5, "stop": 8.5},
        },
    },
    edit=("values.sum()", "len(values)"),
    why=mark("Both values together are the whole, and the first one is divided by that."),
)  # fmt: skip
