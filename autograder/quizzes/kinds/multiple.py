"""``multiple``: all right options, of those that are written."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.content.items import ItemKind
from autograder.languages import mark
from autograder.quizzes.choosing import ChoiceKind, choices_of, right_options, written
from autograder.quizzes.drafts import Draft
from autograder.quizzes.kind import Control
from autograder.quizzes.questions import AnswerKey, Meaning, Question, Solved
from autograder.quizzes.verdicts import AnswerVerdict

__all__ = ["KIND"]


class Multiple(ChoiceKind):
    """Canonical form: ids joined by commas, sorted. A wrong option takes away what a right one gives."""

    name = ItemKind.MULTIPLE
    control = Control.SEVERAL
    how = mark("all letters that are right, such as ac")
    how_to_click = mark("Choose all that are right.")

    def solve(self, draft: Draft) -> Solved:
        right, _ = right_options(draft)
        return written(draft, right)

    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        """Letters in any form (``ac``, ``a, c``), or texts between semicolons or commas."""
        chosen = choices_of(text, question.options, (r"\s*[;\n]\s*", r"\s*,\s*", r"[\s,;]+"))
        return (",".join(sorted(set(chosen))),)

    def judge(self, question: Question, key: AnswerKey, readings: Sequence[str]) -> AnswerVerdict:
        chosen = set(self.parts(readings[0]))
        every = {
            option.id: key.meaning(option.id) or Meaning(right=False) for option in question.options
        }
        right = {name for name, meaning in every.items() if meaning.right}
        meanings = sorted(
            (every[name] for name in sorted(chosen)), key=lambda meaning: not meaning.right
        )
        # A right option that was left out may show a misconception too.
        meanings += [
            Meaning(False, every[name].misconception, every[name].feedback)
            for name in sorted(right - chosen)
        ]
        credit = max(0.0, (len(chosen & right) - len(chosen - right)) / max(1, len(right)))
        return AnswerVerdict(
            question.item, chosen == right, credit, tuple(meanings), missed=len(right - chosen)
        )

    def parts(self, answer: str) -> list[str]:
        return answer.split(",")


KIND = Multiple()
