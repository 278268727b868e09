"""
Finding the key of a quiz item by running it, and its wrong answers by running mistakes.

A variant's parameters are drawn, then its kind (``quizzes/kinds``) solves it. An unfair variant,
with two equal answers or with a distractor that is right, is drawn anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.programs import solutions_path
from autograder.authoring.snippets import SnippetRunner
from autograder.content import Course, YamlFile
from autograder.content.items import Item, ItemSolution, ItemSolutions
from autograder.quizzes import CollisionError, ItemError, Solved, kind_of
from autograder.quizzes.drafts import Draft
from autograder.quizzes.variants import PUBLIC_SEED, draw_parameters

__all__ = ["Solver", "load_item_solutions"]

#: How often a variant is drawn before its item is given up.
_ATTEMPTS = 40
Parameters = Mapping[str, str | int | float]


def load_item_solutions(course: Course, chapter: str) -> Mapping[str, ItemSolution]:
    """
    Read what the keys of a chapter's items are made from; nothing if the file is missing.

    Raises:
        ContentError: With every mistake of the file.
    """
    path = solutions_path(course) / chapter / "quiz.yaml"
    if not path.exists():
        return {}
    file = YamlFile(path, name=_name_in_messages(path))
    return file.validate(ItemSolutions, languages=course.languages).root


def _name_in_messages(path: Path) -> str:
    return str(Path(*path.parts[-3:]))


@dataclass(frozen=True)
class Solver:
    """
    Makes keys of items.

    Attributes:
        misconceptions: The ids that distractors may name.
        seed: The seed of the variants: public, or an assignment's own.
    """

    runner: SnippetRunner
    misconceptions: Collection[str]
    seed: str = PUBLIC_SEED

    def variant(self, item_id: str, item: Item, solution: ItemSolution, variant: int) -> Solved:
        """
        Return one variant of an item with its key.

        A variant that collides is drawn anew. Only an item without parameters, and variant 0
        of the public seed, which is printed in the syllabus, have no second draw.

        Raises:
            CollisionError: If no draw gave a fair variant.
            ItemError: If its key can't be found, whatever the numbers.
        """
        printed = self.seed == PUBLIC_SEED and variant == 0
        refused = CollisionError("")
        for attempt in range(1 if printed or not item.parameters else _ATTEMPTS):
            parameters = draw_parameters(item_id, item, self.seed, variant, attempt)
            try:
                return self.solve(item_id, item, solution, parameters, variant)
            except CollisionError as collision:
                refused = collision
        raise refused

    def solve(
        self,
        item_id: str,
        item: Item,
        solution: ItemSolution,
        parameters: Parameters,
        variant: int = 0,
    ) -> Solved:
        """Return the variant with these *parameters*; see :meth:`variant`."""
        draft = Draft(
            self.runner,
            self.misconceptions,
            self.seed,
            item_id,
            item,
            solution,
            parameters,
            variant,
        )
        solved = kind_of(item.kind).solve(draft)
        if not solved.right:
            raise ItemError("no answer of it is right")
        return solved
